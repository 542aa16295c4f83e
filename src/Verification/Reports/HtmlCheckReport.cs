using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages;
using TorchBasics.Pages.Charts;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Running;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Verification.Reports;

/// <summary>A check as one page that needs nothing else: verdict, matrix, error histograms, every array.</summary>
public static class HtmlCheckReport
{
    private static readonly Column[] ArrayColumns =
    [
        new("array", IsText: true), new("model", IsText: true), new("engine", IsText: true), new("check", IsText: true),
        new("error / bound"), new("ulp"), new("absolute"), new("relative"), new("numbers"), new("step"),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="report">The check.</param>
    /// <returns>HTML with its style inside and no reference to anything outside.</returns>
    public static string ToText(CheckReport report) => Page.Compose(
        $"TorchBasics check: {(report.Passed ? "all within bounds" : "a deviation")}",
        Header(report),
        Failures(report),
        Matrix(report),
        Models(report),
        Runs(report),
        Threads(report),
        Histograms(report),
        Arrays(report));

    private static IEnumerable<XElement> Header(CheckReport report)
    {
        var versions = string.Join(", ", report.Header.Versions.Select(pair => $"{pair.Key} {pair.Value}"));
        yield return Element("h1", "TorchBasics check");
        yield return Element("p", Class(report.Passed ? "verdict" : "error"), report.Verdict);
        yield return Element("p", Class("note"), $"{versions}; seed {report.Header.Seed}; {Seconds(report.WallTime)} s.");
    }

    private static XElement? Failures(CheckReport report) => report.Failures.Count == 0 ? null : Section(
        "failures",
        "Out of bounds, the cause first",
        Element("ol", report.Failures.Select(row => Element(
            "li",
            Element("strong", FindingText.Where(row)),
            FindingText.What(row).Select(line => new object[] { Element("br"), line })))));

    private static XElement Matrix(CheckReport report)
    {
        var cells = report.Matrix().ToDictionary(cell => (cell.Engine, cell.Quantity));
        var quantities = cells.Keys.Select(key => key.Quantity).Distinct().Order().ToList();
        return Section("matrix", "Largest error as a share of its bound", ScrollingTable(
            "By engine and kind of number",
            [new("engine", IsText: true), .. quantities.Select(quantity => new Column(Quantities.Names[quantity]))],
            report.Header.Engines.Where(engine => cells.Keys.Any(key => key.Engine == engine)).Select(engine => Row(
                engine, quantities.Select(quantity => Cell(Share(cells.GetValueOrDefault((engine, quantity))?.Worst)))))));
    }

    private static XElement Models(CheckReport report) => Section("models", "Models", ScrollingTable(
        "Largest error of each model",
        [
            new("model", IsText: true), new("error / bound"), new("out of bounds"), new("seconds"),
            new("largest error at", IsText: true),
        ],
        report.Models.Select(model => Row(
            model.Model,
            model.Failures > 0 ? Class("bad") : null,
            Cell(Share(model.Worst)),
            Cell(model.Failures),
            Cell(Seconds(model.WallTime)),
            TextCell(model.Worst is { } row ? $"{FindingText.Element(row.Worst)} on {row.Engine}, {row.Check}" : null)))));

    private static XElement Runs(CheckReport report) => Section("runs", "Runs", ScrollingTable(
        "What each model did, and how far the reference ran beside it",
        [
            new("model", IsText: true), new("parameters"), new("steps"), new("batch"), new("optimizer", IsText: true),
            new("loss", IsText: true), new("rate"), new("trajectory", IsText: true),
        ],
        report.Header.Runs.Select(run => Row(
            run.Model,
            Cell(Count(run.Parameters)),
            Cell(run.Steps),
            Cell(run.BatchSize),
            TextCell(run.Optimizer),
            TextCell(run.Loss),
            Cell(Number(run.LearningRate, 3)),
            TextCell(report.Followed.Where(pair => pair.Key.Model == run.Model)
                .Select(pair => Element("div", $"{pair.Key.Engine}: {pair.Value}")))))));

    private static XElement? Threads(CheckReport report) => report.Threads.Count == 0 ? null : Section(
        "threads",
        "One thread and several",
        ScrollingTable(
            "What the number of threads changes",
            [new("model", IsText: true), new("engines", IsText: true), new("they compute", IsText: true)],
            report.Threads.Select(threads => Row(
                threads.Model, TextCell($"{threads.One} and {threads.Other}"), TextCell(threads.ToString())))));

    private static XElement Histograms(CheckReport report) => Section(
        "histograms",
        "How much of their bounds the errors use",
        Element("div", Class("charts"), report.Matrix().Select(Histogram)));

    private static XElement Histogram(MatrixCell cell)
    {
        var labels = FractionHistogram.Labels;
        var caption = $"{cell.Engine}: {Quantities.Names[cell.Quantity]}";
        var bars = labels.Zip(cell.Histogram.Counts, (label, count) => new Bar(label, count, StandsOut: label == labels[^1]));
        return Chart(BarChart.Draw(caption, [.. bars]), caption);
    }

    private static XElement Arrays(CheckReport report) => Section(
        "arrays",
        "Every array, the largest share first",
        ScrollingTable("The largest errors of each array", ArrayColumns, report.Rows
            .OrderByDescending(row => row.Worst.Problem is not null)
            .ThenByDescending(row => row.Worst.Fraction)
            .Select(Array)));

    private static XElement Array(ReportRow row) => Row(
        FindingText.Element(row.Worst),
        row.Worst.Passed ? null : Class("bad"),
        TextCell(row.Model),
        TextCell(row.Engine),
        TextCell(row.Check),
        Cell(Share(row)),
        Cell(Number(row.Worst.Ulps, 3)),
        Cell(Number(row.Worst.Absolute, 3)),
        Cell(Number(row.Worst.Relative, 3)),
        Cell(Count(row.Worst.Count)),
        Cell(row.Step));

    private static string? Share(ReportRow? row) => row is null ? null : FindingText.Share(row.Worst.Fraction);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
}
