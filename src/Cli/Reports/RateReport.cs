using TorchBasics.Training;

namespace TorchBasics.Cli.Reports;

/// <summary>What "train --find-learning-rate --json" prints.</summary>
/// <param name="Suggested">The rate to begin with.</param>
/// <param name="Diverged">Whether the loss rose in the end, so that the highest usable rate is known.</param>
/// <param name="Points">The loss at each rate that was tried.</param>
internal sealed record RateReport(double Suggested, bool Diverged, IReadOnlyList<RatePoint> Points)
{
    public static RateReport Of(LearningRateSweep sweep) =>
        new(sweep.Suggested, sweep.Diverged, [.. sweep.Points.Select(point => new RatePoint(point.Rate, point.Loss))]);
}

/// <summary>The loss at a learning rate.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Loss">The smoothed loss.</param>
internal sealed record RatePoint(double LearningRate, double Loss);
