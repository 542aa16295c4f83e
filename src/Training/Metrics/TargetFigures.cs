namespace TorchBasics.Training.Metrics;

/// <summary>How far the answers for one target are off.</summary>
/// <param name="Name">What the target is called.</param>
/// <param name="Rmse">Root of the mean squared error, in the unit of the target.</param>
/// <param name="RSquared">
/// Share of the variance that is explained: 1 for right answers, 0 for always the mean, below 0 for worse than that.
/// </param>
public sealed record TargetFigures(string Name, double Rmse, double RSquared);
