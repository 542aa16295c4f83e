using System.Globalization;
using System.Net;
using System.Text;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Reports;

/// <summary>A check as one page that needs nothing else: verdict, matrix, error histograms, every array.</summary>
public static class HtmlCheckReport
{
    private const int BarWidth = 120;
    private const int BarHeight = 14;

    private const string Style = """
        :root { color-scheme: light dark; --line: #8884; --good: #2a7; --bad: #d43; --soft: #8882; }
        body { font: 15px/1.45 system-ui, sans-serif; max-width: 78rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        .verdict { padding: .6rem .9rem; border-left: .4rem solid var(--good); background: var(--soft); }
        .verdict.bad { border-color: var(--bad); }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
        th:first-child, td:first-child { text-align: left; }
        .words th, .words td, .models :is(th, td):last-child, .arrays :is(th, td):nth-child(-n+4) { text-align: left; }
        tr.bad td { color: var(--bad); font-weight: 600; }
        .scroll { overflow-x: auto; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1.2rem; }
        figure { margin: 0; } figcaption { font-weight: 600; margin-bottom: .2rem; }
        svg text { font-size: 11px; fill: currentColor; } svg rect { fill: var(--good); } svg rect.bad { fill: var(--bad); }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="report">The check.</param>
    /// <returns>HTML with its style inside and no reference to anything outside.</returns>
    public static string ToText(CheckReport report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>TorchBasics check: {(report.Passed ? "all within bounds" : "a deviation")}</title>
            <style>{Style}</style>
            </head>
            <body>
            <h1>TorchBasics check</h1>
            <p class="verdict{(report.Passed ? string.Empty : " bad")}">{Text(report.Verdict)}</p>
            <p>{Text(string.Join(", ", report.Header.Versions.Select(pair => $"{pair.Key} {pair.Value}")))}; seed {report.Header.Seed}; {report.WallTime.TotalSeconds:F1} s.</p>

            """);
        AppendFailures(page, report);
        AppendMatrix(page, report);
        AppendModels(page, report);
        AppendRuns(page, report);
        AppendThreads(page, report);
        AppendHistograms(page, report);
        AppendArrays(page, report);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendFailures(StringBuilder page, CheckReport report)
    {
        if (report.Failures.Count == 0)
            return;
        page.Append("<h2>Out of bounds, the cause first</h2>\n<ol>\n");
        foreach (var row in report.Failures)
            page.Append(CultureInfo.InvariantCulture, $"<li><strong>{Text(FindingText.Where(row))}</strong><br>{string.Join("<br>", FindingText.What(row).Select(Text))}</li>\n");
        page.Append("</ol>\n");
    }

    private static void AppendMatrix(StringBuilder page, CheckReport report)
    {
        var cells = report.Matrix().ToDictionary(cell => (cell.Engine, cell.Quantity));
        var quantities = Enum.GetValues<Quantity>();
        var rows = report.Header.Engines.Where(engine => cells.Keys.Any(key => key.Engine == engine)).Select(engine => Row(
            false,
            [Text(engine), .. quantities.Select(quantity => cells.TryGetValue((engine, quantity), out var cell) ? Text(FindingText.Share(cell.Worst.Worst.Fraction)) : string.Empty)]));
        AppendTable(page, "Largest error as a share of its bound", "matrix", ["engine", .. quantities.Select(quantity => Quantities.Names[quantity])], rows);
    }

    private static void AppendModels(StringBuilder page, CheckReport report) => AppendTable(
        page,
        "Models",
        "models",
        ["model", "error / bound", "out of bounds", "seconds", "largest error at"],
        report.Models.Select(model => Row(
            model.Failures > 0,
            [
                Text(model.Model),
                Text(model.Worst is null ? string.Empty : FindingText.Share(model.Worst.Worst.Fraction)),
                $"{model.Failures}",
                model.WallTime.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
                Text(model.Worst is { } worst ? $"{FindingText.Element(worst.Worst)} on {worst.Engine}, {worst.Check}" : string.Empty),
            ])));

    // What each model did, and how far the reference could run beside it.
    private static void AppendRuns(StringBuilder page, CheckReport report) => AppendTable(
        page,
        "Runs",
        "words",
        ["model", "parameters", "steps", "batch", "optimizer", "loss", "rate", "trajectory"],
        report.Header.Runs.Select(run => Row(
            false,
            [
                Text(run.Model),
                run.Parameters.ToString("N0", CultureInfo.InvariantCulture),
                $"{run.Steps}",
                $"{run.BatchSize}",
                $"{run.Optimizer}",
                $"{run.Loss}",
                run.LearningRate.ToString("G3", CultureInfo.InvariantCulture),
                string.Join("<br>", report.Followed.Where(pair => pair.Key.Model == run.Model).Select(pair => Text($"{pair.Key.Engine}: {pair.Value}"))),
            ])));

    private static void AppendThreads(StringBuilder page, CheckReport report)
    {
        if (report.Threads.Count == 0)
            return;
        AppendTable(
            page,
            "One thread and several",
            "words",
            ["model", "engines", "they compute"],
            report.Threads.Select(threads => Row(false, [Text(threads.Model), Text($"{threads.One} and {threads.Other}"), Text(threads.ToString())])));
    }

    private static void AppendHistograms(StringBuilder page, CheckReport report)
    {
        page.Append("<h2>How much of their bounds the errors use</h2>\n<div class=\"charts\">\n");
        foreach (var cell in report.Matrix())
            page.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Text(cell.Engine)}: {Text(Quantities.Names[cell.Quantity])}</figcaption>{Histogram(cell.Histogram)}</figure>\n");
        page.Append("</div>\n");
    }

    // One bar for each class, as long as its share of all numbers; the number itself beside it.
    private static string Histogram(FractionHistogram histogram)
    {
        var total = Math.Max(1, histogram.Counts.Sum());
        var bars = FractionHistogram.Labels.Zip(histogram.Counts).Select((pair, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"""<text x="52" y="{(index * BarHeight) + 11}" text-anchor="end">{Text(pair.First)}</text><rect{(index == FractionHistogram.Labels.Count - 1 ? " class=\"bad\"" : string.Empty)} x="58" y="{(index * BarHeight) + 2}" width="{BarWidth * (double)pair.Second / total:F2}" height="{BarHeight - 4}"/><text x="{62 + (BarWidth * (double)pair.Second / total):F2}" y="{(index * BarHeight) + 11}">{pair.Second:N0}</text>"""));
        return $"""<svg width="{BarWidth + 150}" height="{FractionHistogram.Labels.Count * BarHeight}" role="img">{string.Concat(bars)}</svg>""";
    }

    private static void AppendArrays(StringBuilder page, CheckReport report) => AppendTable(
        page,
        "Every array, the largest share first",
        "arrays",
        ["array", "model", "engine", "check", "error / bound", "ulp", "absolute", "relative", "numbers", "step"],
        report.Rows.OrderByDescending(row => row.Worst.Problem is not null).ThenByDescending(row => row.Worst.Fraction).Select(row => Row(
            !row.Worst.Passed,
            [
                Text(FindingText.Element(row.Worst)),
                Text(row.Model),
                Text(row.Engine),
                Text(row.Check),
                Text(FindingText.Share(row.Worst.Fraction)),
                row.Worst.Ulps.ToString("G3", CultureInfo.InvariantCulture),
                row.Worst.Absolute.ToString("G3", CultureInfo.InvariantCulture),
                row.Worst.Relative.ToString("G3", CultureInfo.InvariantCulture),
                row.Worst.Count.ToString("N0", CultureInfo.InvariantCulture),
                $"{row.Step}",
            ])));

    private static void AppendTable(StringBuilder page, string title, string kind, IReadOnlyList<string> headings, IEnumerable<string> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(title)}</h2>\n<div class=\"scroll\"><table class=\"{kind}\">\n<thead><tr>");
        foreach (var heading in headings)
            page.Append(CultureInfo.InvariantCulture, $"<th>{Text(heading)}</th>");
        page.Append("</tr></thead>\n<tbody>\n").AppendJoin('\n', rows).Append("\n</tbody></table></div>\n");
    }

    private static string Row(bool isBad, IReadOnlyList<string> cells) =>
        $"<tr{(isBad ? " class=\"bad\"" : string.Empty)}>{string.Concat(cells.Select(cell => $"<td>{cell}</td>"))}</tr>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
