using TorchBasics.Training;

namespace TorchBasics.Cli.Rendering;

/// <summary>A learning-rate sweep as a bar chart of text.</summary>
internal static class RateTable
{
    private const int Rows = 20;
    private const int BarWidth = 40;

    public static void Print(Screen screen, string model, LearningRateSweep sweep)
    {
        var highest = sweep.Points.Max(point => point.Loss);
        screen.Line("     rate      loss");
        foreach (var (rate, loss) in Thin(sweep.Points))
            screen.Line(
                $"{Figures.Rate(rate),9}  {Figures.Loss(loss),8}  {new string('█', (int)Math.Round(BarWidth * loss / highest))}");
        screen.Line(sweep.Diverged
            ? "Above the last rate the loss grew to four times its minimum."
            : "The loss did not diverge up to the last rate.");
        screen.Line($"suggested  {sweep.Suggested:G2}, a tenth of the rate with the smallest loss");
        screen.Line($"next       {ProgramName.ToType} train {model} --learning-rate {sweep.Suggested:G2}");
    }

    private static IEnumerable<(double Rate, double Loss)> Thin(IReadOnlyList<(double Rate, double Loss)> points) =>
        points.Count <= Rows
            ? points
            : Enumerable.Range(0, Rows).Select(row => points[row * (points.Count - 1) / (Rows - 1)]);
}
