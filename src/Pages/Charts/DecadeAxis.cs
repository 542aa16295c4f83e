using OxyPlot.Axes;

namespace TorchBasics.Pages.Charts;

/// <summary>
/// A logarithmic axis that names 1, 2 and 5 of each decade where it shows few decades; the one it comes from would name a
/// single number, or none.
/// </summary>
internal sealed class DecadeAxis : LogarithmicAxis
{
    private const double FewDecades = 2.5;

    private static readonly int[] Digits = [1, 2, 5];

    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        base.GetTickValues(out majorLabelValues, out majorTickValues, out minorTickValues);
        if (Math.Log10(ActualMaximum / ActualMinimum) > FewDecades)
            return;
        var lowest = (int)Math.Floor(Math.Log10(ActualMinimum));
        var highest = (int)Math.Ceiling(Math.Log10(ActualMaximum));
        majorTickValues = Enumerable.Range(lowest, highest - lowest + 1)
            .SelectMany(decade => Digits.Select(digit => digit * Math.Pow(10, decade)))
            .Where(value => value >= ActualMinimum && value <= ActualMaximum)
            .ToList();
        majorLabelValues = majorTickValues;
        minorTickValues = [];
    }
}
