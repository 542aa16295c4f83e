using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>Several observers as one; each hears of every event, in the order in which they are listed.</summary>
/// <param name="observers">The observers.</param>
public sealed class ObserverGroup(params IReadOnlyList<ITrainingObserver> observers) : ITrainingObserver
{
    // An array, because walking a list through its interface would allocate at every step.
    private readonly ITrainingObserver[] _observers = [.. observers];

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        foreach (var observer in _observers)
            observer.OnStart(run);
    }

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        foreach (var observer in _observers)
            observer.OnStep(run);
    }

    /// <inheritdoc/>
    public void OnEpoch(TrainingRun run, EpochMetrics metrics)
    {
        foreach (var observer in _observers)
            observer.OnEpoch(run, metrics);
    }

    /// <inheritdoc/>
    public void OnCheckpoint(TrainingRun run, string path)
    {
        foreach (var observer in _observers)
            observer.OnCheckpoint(run, path);
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingRun run, RunRecord record)
    {
        foreach (var observer in _observers)
            observer.OnEnd(run, record);
    }
}
