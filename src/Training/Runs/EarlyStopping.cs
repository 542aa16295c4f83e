namespace TorchBasics.Training.Runs;

/// <summary>Decides from the history alone, so that a resumed run decides the same.</summary>
public static class EarlyStopping
{
    /// <summary>Whether the last epoch gave the smallest loss so far.</summary>
    /// <param name="history">Completed epochs.</param>
    /// <returns>True for the first epoch and every improvement.</returns>
    public static bool IsBest(IReadOnlyList<EpochMetrics> history) =>
        history.SkipLast(1).All(epoch => history[^1].Loss < epoch.Loss);

    /// <summary>Whether the loss has not become smaller for too long.</summary>
    /// <param name="history">Completed epochs.</param>
    /// <param name="patience">Epochs to wait for an improvement; null means for ever.</param>
    /// <returns>Whether to stop.</returns>
    public static bool IsDue(IReadOnlyList<EpochMetrics> history, int? patience) =>
        patience is { } epochs && history.Count > 0 && history.Count - history.MinBy(epoch => epoch.Loss)!.Epoch >= epochs;
}
