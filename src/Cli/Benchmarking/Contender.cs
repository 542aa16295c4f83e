namespace TorchBasics.Cli.Benchmarking;

/// <summary>One engine at one task, checked and ready to be timed.</summary>
/// <param name="Task">What it does.</param>
/// <param name="Engine">Who does it.</param>
/// <param name="Threads">With how many threads.</param>
/// <param name="Samples">Samples of a step.</param>
/// <param name="Work">Does so many steps.</param>
internal sealed record Contender(BenchmarkTask Task, string Engine, int Threads, int Samples, Action<int> Work);
