using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Training.Metrics;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>
/// Which class was taken for which, as a table with shaded cells; with many classes, the most frequent confusions.
/// </summary>
internal static class ConfusionSection
{
    private const int ClassesInTable = 30;
    private const int ConfusionsListed = 20;
    private const double Strongest = 0.55; // of the cell's colour; more would make its number hard to read
    private const string Key =
        "Each row holds the test samples of one class, each column those that got one answer. Blue: "
        + "right, by its share of the row. "
        + "Orange: wrong, by its share of the row, full for the largest such share.";

    public static XElement? Of(ReportContent content) =>
        content.Record.Test?.Confusion is not { Classes: > 0 } confusion ? null : Section(
        "confusion",
        "Confusion matrix",
        confusion.Classes <= ClassesInTable ? Element("p", Class("note"), Key) : null,
        confusion.Classes <= ClassesInTable ? Matrix(content, confusion) : Listed(content, confusion));

    private static XElement Matrix(ReportContent content, ConfusionMatrix confusion)
    {
        var classes = Enumerable.Range(0, confusion.Classes).ToList();
        var worst = classes.SelectMany(actual => classes.Where(c => c != actual).Select(c => Share(confusion, actual, c)))
            .DefaultIfEmpty().Max();
        return ScrollingTable(
            "Test samples by class and answer",
            Class("matrix"),
            Element(
                "thead", Element("tr", ColumnHeader("class \\ answer"), classes.Select(c => ColumnHeader(content.ClassName(c))))),
            Element("tbody", classes.Select(actual => Row(
                content.ClassName(actual), classes.Select(predicted => Answers(confusion, actual, predicted, worst))))));
    }

    private static XElement Answers(ConfusionMatrix confusion, int actual, int predicted, double worst)
    {
        var count = confusion.Counts[actual][predicted];
        if (count == 0)
            return Cell(Class("zero"), 0);
        // The root keeps the smaller mistakes visible beside the largest.
        var share = Share(confusion, actual, predicted);
        var strength = Strongest * (actual == predicted ? share : Math.Sqrt(share / worst));
        return Cell(
            Class(actual == predicted ? "right" : "wrong"),
            Attribute("style", string.Create(CultureInfo.InvariantCulture, $"--share:{strength:F3}")),
            $"{count:N0}");
    }

    private static double Share(ConfusionMatrix confusion, int actual, int predicted) =>
        confusion.Actual(actual) is > 0 and var all ? (double)confusion.Counts[actual][predicted] / all : 0;

    private static XElement Listed(ReportContent content, ConfusionMatrix confusion)
    {
        var classes = Enumerable.Range(0, confusion.Classes);
        var confusions = classes
            .SelectMany(actual => classes.Select(predicted => (actual, predicted, Count: confusion.Counts[actual][predicted])))
            .Where(entry => entry.actual != entry.predicted && entry.Count > 0)
            .OrderByDescending(entry => entry.Count)
            .Take(ConfusionsListed);
        return ScrollingTable(
            $"The most frequent confusions among {confusion.Classes:N0} classes.",
            [new("class"), new("answer"), new("samples")],
            confusions.Select(entry => Row(
                content.ClassName(entry.actual),
                Cell(content.ClassName(entry.predicted)),
                Cell($"{entry.Count:N0}"))));
    }
}
