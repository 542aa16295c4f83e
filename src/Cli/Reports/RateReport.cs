using TorchBasics.Training;

namespace TorchBasics.Cli.Reports;

/// <summary>What "train --find-learning-rate --json" prints.</summary>
internal sealed record RateReport(double Suggested, bool Diverged, IReadOnlyList<RatePoint> Points)
{
    public static RateReport Of(LearningRateSweep sweep) =>
        new(sweep.Suggested, sweep.Diverged, [.. sweep.Points.Select(point => new RatePoint(point.Rate, point.Loss))]);
}

/// <summary>The smoothed loss at a learning rate.</summary>
internal sealed record RatePoint(double LearningRate, double Loss);
