using System.Xml.Linq;
using static TorchBasics.Training.Reports.Html;

namespace TorchBasics.Training.Reports;

/// <summary>How well each class is found.</summary>
internal static class ClassesSection
{
    private const string Key =
        "Precision: of the samples taken for the class, the share that is of it. Recall: of the samples of the class, the share that was found. "
        + "F1: their harmonic mean.";

    private static readonly string[] Columns = ["class", "precision", "recall", "F1", "samples"];

    public static XElement? Of(ReportContent content) => content.Record.Test?.Confusion is not { } confusion ? null : Section(
        "classes",
        "Classes",
        Element("p", Class("note"), Key),
        ScrollingTable(
            "Test samples by class",
            Element("thead", Element("tr", Columns.Select(name => ColumnHeader(name)))),
            Element("tbody", Enumerable.Range(0, confusion.Classes).Select(c => Element(
                "tr",
                RowHeader(content.ClassName(c)),
                Element("td", Percent(confusion.Precision(c))),
                Element("td", Percent(confusion.Recall(c))),
                Element("td", Percent(confusion.F1(c))),
                Element("td", $"{confusion.Actual(c):N0}"))))));
}
