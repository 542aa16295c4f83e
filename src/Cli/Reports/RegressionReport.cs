using TorchBasics.Training.Metrics;

namespace TorchBasics.Cli.Reports;

/// <summary>How well a regression does, as "evaluate --json" prints it.</summary>
/// <param name="Model">What was measured.</param>
/// <param name="Data">The data set whose test set was used.</param>
/// <param name="Samples">Samples in it.</param>
/// <param name="Loss">Mean squared error of the standardised targets, which training makes small.</param>
/// <param name="Rmse">Root of the mean squared error, in the units of the targets; the mean over the targets.</param>
/// <param name="RSquared">Share of the variance that is explained, at most 1; the mean over the targets.</param>
/// <param name="Targets">One entry for each target.</param>
internal sealed record RegressionReport(
    string Model,
    string Data,
    long Samples,
    double Loss,
    double Rmse,
    double RSquared,
    IReadOnlyList<TargetFigures> Targets)
{
    public static RegressionReport Of(string model, string data, double loss, RegressionFigures figures) =>
        new(model, data, figures.Samples, loss, figures.Rmse, figures.RSquared, figures.Targets);
}
