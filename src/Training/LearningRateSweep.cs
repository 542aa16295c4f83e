namespace TorchBasics.Training;

/// <summary>What a learning-rate sweep saw.</summary>
/// <param name="Points">Learning rate and smoothed loss, step by step.</param>
/// <param name="Suggested">
/// A tenth of the rate at which the smoothed loss was smallest: large, with room before it diverges.
/// </param>
/// <param name="Diverged">
/// Whether the sweep ended because the loss grew to four times its minimum, not because the rates ran out.
/// </param>
public sealed record LearningRateSweep(IReadOnlyList<(double Rate, double Loss)> Points, double Suggested, bool Diverged);
