namespace TorchBasics.Cli.Benchmarking;

/// <summary>How a benchmark is done.</summary>
/// <param name="Seconds">How long each engine is timed at each task.</param>
/// <param name="Threads">The most threads that are used.</param>
internal sealed record BenchmarkSettings(double Seconds, int Threads)
{
    /// <summary>Turns that each engine takes at each task, in an order drawn anew each time; odd, for a median.</summary>
    public const int Rounds = 7;

    /// <summary>Samples of a batch that is answered at once.</summary>
    public const int Batch = 256;

    /// <summary>Seed of all that is drawn.</summary>
    public const ulong Seed = 1;
}
