using System.Xml.Linq;
using TorchBasics.Pages;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>How far the answers of a regression are off, target by target.</summary>
internal static class TargetsSection
{
    private const string Key =
        "RMSE: root of the mean squared error, in the unit of the target. R squared: the share of the target's variance that the "
        + "answers explain; 1 is right always, 0 is no better than the mean.";

    private static readonly Column[] Columns = [new("target"), new("RMSE"), new("R squared")];

    public static XElement? Of(ReportContent content) => content.Record.Test?.Regression is not { } regression ? null : Section(
        "targets",
        "Targets",
        Element("p", Class("note"), Key),
        ScrollingTable(
            "Test samples by target",
            Columns,
            regression.Targets.Select(target => Row(target.Name, Cell(Number(target.Rmse)), Cell(Number(target.RSquared))))));
}
