namespace TorchBasics.Benchmarks.Ranks;

/// <summary>What messages cost.</summary>
/// <param name="Name">What a table calls the link.</param>
/// <param name="Latency">Seconds from the sending of an empty message to its arrival.</param>
/// <param name="BytesPerSecond">How fast bytes leave a machine while as many come.</param>
/// <param name="SecondsPerMessage">What the processor spends on each message, sent or received.</param>
/// <param name="IsByProcessor">Whether the processor that computes copies the bytes itself, as in shared memory.</param>
internal sealed record LinkCost(
    string Name, double Latency, double BytesPerSecond, double SecondsPerMessage, bool IsByProcessor = false);
