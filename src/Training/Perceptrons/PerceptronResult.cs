namespace TorchBasics.Training.Perceptrons;

/// <summary>What the learning rule did.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Epochs">Every epoch.</param>
/// <param name="CycleStart">The earlier epoch whose weights came back, 0 for the initial ones; null without a cycle.</param>
public sealed record PerceptronResult(PerceptronOutcome Outcome, IReadOnlyList<PerceptronEpoch> Epochs, int? CycleStart)
{
    /// <summary>Corrections made in all epochs together.</summary>
    public int Mistakes => Epochs.Sum(epoch => epoch.Mistakes);
}
