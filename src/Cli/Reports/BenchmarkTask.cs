namespace TorchBasics.Cli.Reports;

/// <summary>What is timed.</summary>
internal enum BenchmarkTask
{
    /// <summary>Steps of training.</summary>
    Training,

    /// <summary>The answer to one sample.</summary>
    OneSample,

    /// <summary>The answers to many samples at once, on one thread.</summary>
    Batch,

    /// <summary>The same on all threads.</summary>
    BatchOnAllThreads,
}
