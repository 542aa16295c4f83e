using TorchBasics.Core.Errors;
using TorchBasics.Training.Runs;

namespace TorchBasics.Training.Reports;

/// <summary>
/// Writes an events file for TensorBoard into the folder of a run: loss and accuracy of both sets and the learning rate,
/// once per epoch. The step that TensorBoard shows is the number of the epoch.
/// </summary>
/// <remarks>A run that is continued gets a further file, which starts after the last completed epoch.</remarks>
public sealed class TensorBoardLog : ITrainingObserver
{
    /// <summary>What the names of its files start with.</summary>
    public const string FilePrefix = "events.out.tfevents";

    private string? _name;

    /// <inheritdoc/>
    /// <exception cref="TorchBasicsException">The file could not be written.</exception>
    public void OnStart(TrainingRun run)
    {
        // TensorBoard reads the files of a folder in the order of their names.
        var started = DateTimeOffset.UtcNow;
        _name = $"{FilePrefix}.{started.ToUnixTimeMilliseconds():D13}.epoch-{run.History.Count + 1:D5}";
        EventFile.Create(run.PathOf(_name), started);
    }

    /// <inheritdoc/>
    /// <exception cref="TorchBasicsException">The file could not be written.</exception>
    public void OnEpoch(TrainingRun run, EpochMetrics metrics)
    {
        if (_name is null)
            throw new InvalidOperationException("The log was not started.");
        EventFile.Append(
            run.PathOf(_name),
            DateTimeOffset.UtcNow,
            metrics.Epoch,
            [
                ("loss/train", metrics.TrainLoss),
                ($"loss/{run.WatchedSet}", metrics.Loss),
                .. Quality(run.WatchedSet, metrics),
                ("learning_rate", metrics.LearningRate),
            ]);
    }

    private static (string, double)[] Quality(string watchedSet, EpochMetrics metrics) =>
        metrics is { Rmse: { } rmse, RSquared: { } explained }
            ? [($"rmse/{watchedSet}", rmse), ($"r2/{watchedSet}", explained)]
            : [("accuracy/train", metrics.TrainAccuracy), ($"accuracy/{watchedSet}", metrics.Accuracy)];
}
