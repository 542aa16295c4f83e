using TorchBasics.Verification.Checks;

namespace TorchBasics.Verification.Running;

/// <summary>What is known about one kind of number of one engine: a cell of a report's matrix.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Quantity">The kind of number.</param>
/// <param name="Worst">The row with the largest share of its bound.</param>
/// <param name="Count">Numbers compared.</param>
/// <param name="Ulps">Largest error in units in the last place.</param>
/// <param name="Absolute">Largest absolute error.</param>
/// <param name="Relative">Largest relative error.</param>
/// <param name="Histogram">How many numbers used which share of their bound.</param>
public sealed record MatrixCell(string Engine, Quantity Quantity, ReportRow Worst,
    long Count, double Ulps, double Absolute, double Relative, FractionHistogram Histogram)
{
    /// <summary>Sums rows up.</summary>
    /// <param name="rows">Rows of one engine and one kind of number, at least one.</param>
    /// <returns>The cell.</returns>
    internal static MatrixCell Of(IReadOnlyList<ReportRow> rows) => new(
        rows[0].Engine,
        rows[0].Quantity,
        CheckReport.WorstOf(rows)!,
        rows.Sum(row => row.Worst.Count),
        rows.Max(row => row.Worst.Ulps),
        rows.Max(row => row.Worst.Absolute),
        rows.Max(row => row.Worst.Relative),
        rows.Aggregate(new FractionHistogram(), (sum, row) => sum.Add(row.Worst.Histogram)));
}
