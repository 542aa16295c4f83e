namespace TorchBasics.Training.Metrics;

/// <summary>What a <see cref="RunningMeter"/> has added up, as plain numbers.</summary>
/// <param name="LossSum">Sum of the losses of all samples.</param>
/// <param name="Correct">Samples whose class was found.</param>
/// <param name="Count">Samples in all.</param>
public readonly record struct MeterState(double LossSum, long Correct, long Count)
{
    /// <summary>Mean loss per sample; not a number before the first sample.</summary>
    public double Loss => LossSum / Count;

    /// <summary>Share of samples whose class was found; not a number before the first sample.</summary>
    public double Accuracy => (double)Correct / Count;
}
