using TorchBasics.Training.Metrics;

namespace TorchBasics.Cli.Rendering;

/// <summary>How numbers are written, the same everywhere.</summary>
internal static class Figures
{
    public static string Percent(double share) => $"{100 * share:F2} %";

    public static string Loss(double loss) => loss is >= 1000 or (> 0 and < 0.0001) ? $"{loss:0.00e+0}" : $"{loss:F4}";

    public static string Rate(double rate) => rate is > 0 and < 0.0001 ? $"{rate:0.0e+0}" : $"{rate:F5}";

    /// <summary>
    /// "accuracy 99.21 % (95 % interval 99.01 % to 99.37 %)"; a truth table has no interval, since its rows are all there is.
    /// </summary>
    public static string Accuracy(double accuracy, WilsonInterval? interval) =>
        $"accuracy {Percent(accuracy)}" + (interval is { } range ? $" (95 % interval {range})" : "");

    /// <summary>"R2 0.9134, RMSE 2.31", of all targets together.</summary>
    public static string Regression(RegressionFigures figures) => $"R2 {figures.RSquared:F4}, RMSE {Quantity(figures.Rmse)}";

    /// <summary>A quantity of any size, with six digits that count.</summary>
    public static string Quantity(double value) => $"{value:G6}";

    /// <summary>"1:02:03" or "2:03".</summary>
    public static string Time(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
