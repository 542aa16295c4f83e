using TorchBasics.Verification.Checks;

namespace TorchBasics.Verification.Running;

/// <summary>All findings of one check about one array, over all steps.</summary>
/// <param name="Model">The network.</param>
/// <param name="Engine">The engine under test.</param>
/// <param name="Check">The check.</param>
/// <param name="Worst">The worst comparison, with the counts of all.</param>
/// <param name="Step">The step of the worst one; null for a check with runs of its own.</param>
public sealed record ReportRow(string Model, string Engine, string Check, Deviation Worst, int? Step)
{
    /// <summary>The first comparison that failed, by itself; null where none did.</summary>
    public Finding? FirstFailure { get; init; }

    /// <summary>Which kind of number it is about.</summary>
    public Quantity Quantity => Quantities.Of(Worst.Place);

    /// <summary>Starts a row.</summary>
    /// <param name="model">The network.</param>
    /// <param name="finding">The first finding.</param>
    /// <returns>The row.</returns>
    public static ReportRow Of(string model, Finding finding) =>
        new(model, finding.Engine, finding.Check, finding.Deviation, finding.Step)
        {
            FirstFailure = finding.Deviation.Passed ? null : finding
        };

    /// <summary>Takes one more finding in.</summary>
    /// <param name="finding">A finding of the same check about the same array.</param>
    /// <returns>The row with both.</returns>
    public ReportRow With(Finding finding) => this with
    {
        Worst = Worst.Merge(finding.Deviation),
        Step = finding.Deviation.IsWorseThan(Worst) ? finding.Step : Step,
        FirstFailure = FirstFailure ?? (finding.Deviation.Passed ? null : finding),
    };
}
