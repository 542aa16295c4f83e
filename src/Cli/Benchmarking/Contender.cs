using TorchBasics.Cli.Reports;

namespace TorchBasics.Cli.Benchmarking;

/// <summary>One engine at one task, checked and ready to be timed.</summary>
/// <param name="Task">What it does.</param>
/// <param name="Engine">Who does it.</param>
/// <param name="Threads">With how many threads.</param>
/// <param name="Samples">Samples of a step.</param>
/// <param name="Work">Does so many steps.</param>
internal sealed record Contender(BenchmarkTask Task, string Engine, int Threads, int Samples, Action<int> Work)
{
    /// <summary>Its figures.</summary>
    /// <param name="seconds">Its seconds per step, turn by turn.</param>
    /// <param name="first">Those of the first engine at the task.</param>
    public BenchmarkRow Row(IReadOnlyList<double> seconds, IReadOnlyList<double> first)
    {
        var median = Median(seconds);
        return new(
            Task, Engine, Threads, Samples, median, seconds.Min(), seconds.Max(), Samples / median,
            Median([.. first.Zip(seconds, (one, other) => one / other)]));
    }

    private static double Median(IReadOnlyList<double> numbers) => numbers.Order().ElementAt(numbers.Count / 2);
}
