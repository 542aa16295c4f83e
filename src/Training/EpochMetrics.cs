using System.Text.Json.Serialization;

namespace TorchBasics.Training;

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Number of the epoch, counted from 1.</param>
/// <param name="Step">Steps done since the start of the run.</param>
/// <param name="LearningRate">Rate of the epoch's last step.</param>
/// <param name="TrainLoss">Mean loss over the epoch's samples, each under the weights it met.</param>
/// <param name="TrainAccuracy">Share of right answers, likewise; 0 for a regression.</param>
/// <param name="Loss">Mean loss after the epoch on the samples kept back, or on the test set when none are.</param>
/// <param name="Accuracy">Share of right answers, likewise; 0 for a regression.</param>
/// <param name="Seconds">Time of the epoch's steps, without evaluation.</param>
public sealed record EpochMetrics(
    int Epoch, long Step, double LearningRate, double TrainLoss, double TrainAccuracy, double Loss, double Accuracy,
    double Seconds)
{
    /// <summary>
    /// Root mean squared error of a regression, the mean over its targets, measured as <see cref="Loss"/> is; null where classes
    /// are told apart.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Rmse { get; init; }

    /// <summary>R squared of a regression, likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RSquared { get; init; }
}
