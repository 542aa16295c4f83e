using System.Text.Json.Serialization;

namespace TorchBasics.Training.Metrics;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">Mean loss per sample; 0 when none was asked for.</param>
/// <param name="Confusion">How often each class was taken for each; without classes for a regression.</param>
public sealed record Evaluation(double Loss, ConfusionMatrix Confusion)
{
    /// <summary>How far the answers of a regression are off; null where classes are told apart.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RegressionFigures? Regression { get; init; }

    /// <summary>Share of samples whose class was found, in [0, 1]; 0 for a regression, which has none.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>Samples whose class was found.</summary>
    public long Correct => Confusion.Correct;

    /// <summary>Samples in all.</summary>
    public long Count => Regression?.Samples ?? Confusion.Count;

    /// <summary>Where the accuracy on all data of this kind lies, with 95 % confidence.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Correct, Confusion.Count);
}
