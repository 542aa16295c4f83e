using System.Xml.Linq;
using TorchBasics.Pages;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>How well each class is found.</summary>
internal static class ClassesSection
{
    private const string Key =
        "Precision: of the samples taken for the class, the share that is of it. Recall: "
        + "of the samples of the class, the share that was found. "
        + "F1: their harmonic mean.";

    private static readonly Column[] Columns = [new("class"), new("precision"), new("recall"), new("F1"), new("samples")];

    public static XElement? Of(ReportContent content) =>
        content.Record.Test?.Confusion is not { Classes: > 0 } confusion ? null : Section(
        "classes",
        "Classes",
        Element("p", Class("note"), Key),
        ScrollingTable(
            "Test samples by class",
            Columns,
            Enumerable.Range(0, confusion.Classes).Select(c => Row(
                content.ClassName(c),
                Cell(Percent(confusion.Precision(c))),
                Cell(Percent(confusion.Recall(c))),
                Cell(Percent(confusion.F1(c))),
                Cell($"{confusion.Actual(c):N0}")))));
}
