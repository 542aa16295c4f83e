namespace TorchBasics.Training.Schedules;

/// <summary>How long a run is.</summary>
/// <param name="StepsPerEpoch">Steps of an epoch, at least 1.</param>
/// <param name="Epochs">Passes over the training set, at least 1.</param>
public readonly record struct RunLength(long StepsPerEpoch, int Epochs)
{
    /// <summary>Steps of the whole run.</summary>
    public long TotalSteps => StepsPerEpoch * Epochs;
}
