using TorchBasics.Benchmarks.Inference;
using TorchBasics.Benchmarks.Running;
using TorchBasics.Benchmarks.Training;

namespace TorchBasics.Benchmarks.Growth;

/// <summary>Time per picture as the batch grows.</summary>
internal static class GrowthByBatch
{
    private static readonly int[] Batches = [1, 4, 16, 64, 256, 1024, 4096];

    /// <summary>Measures LeNet-5, training and inference.</summary>
    /// <param name="options">How long.</param>
    /// <param name="threads">Threads of training.</param>
    /// <param name="progress">Hears what is being done.</param>
    /// <returns>One curve per rival and kind of work: batch and microseconds per picture.</returns>
    public static IReadOnlyList<GrowthCurve> Measure(RunOptions options, int threads, Action<string> progress)
    {
        using var training = new TrainingContests(threads);
        var run = new InterleavedRun(options, progress);
        return
        [
            .. Curves("training", batch => run.Run(training.Growing(batch))),
            .. Curves("inference, one thread", batch => run.Run(InferenceContests.Create($"infer-{batch}", batch))),
        ];
    }

    private static IEnumerable<GrowthCurve> Curves(string work, Func<int, Outcome> measure)
    {
        var points = Batches.SelectMany(batch => measure(batch).Standings.Select(standing =>
            (standing.Name, Point: new GrowthPoint(batch, standing.SecondsPerStep / batch * 1e6)))).ToList();
        return points.GroupBy(point => point.Name)
            .Select(group => new GrowthCurve($"{group.Key}, {work}", [.. group.Select(point => point.Point)]));
    }
}
