using System.Xml.Linq;
using TorchBasics.Core;
using TorchBasics.Pages;
using TorchBasics.Pages.Charts;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>Two runs as a page: what came out, what they were asked to do differently, and their curves.</summary>
public static class ComparisonPage
{
    /// <summary>The page.</summary>
    /// <param name="comparison">The runs.</param>
    /// <returns>An HTML document that is also well-formed XML.</returns>
    public static string Compose(RunComparison comparison)
    {
        var (first, second) = NamesOf(comparison);
        var title = $"{first} and {second}";
        return Page.Compose(
            title,
            Element("h1", title),
            Figures(comparison, first, second),
            Differences("options", "What they were asked to do differently", "Option", comparison.Options, first, second),
            Curves(comparison, first, second),
            Differences("versions", "Versions that differ", "What", comparison.Versions, first, second));
    }

    /// <summary>What to call the runs: their folders' own names, or the whole paths where these are the same.</summary>
    /// <param name="comparison">The runs.</param>
    /// <returns>Two different names, unless a run is compared with itself.</returns>
    public static (string First, string Second) NamesOf(RunComparison comparison)
    {
        var (first, second) = (Name(comparison.First.Path), Name(comparison.Second.Path));
        return first == second ? (comparison.First.Path, comparison.Second.Path) : (first, second);

        static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
    }

    /// <summary>The figures of both runs in words, row by row.</summary>
    /// <param name="comparison">The runs.</param>
    /// <returns>What it is, for the first and for the second run.</returns>
    public static IReadOnlyList<(string Subject, string First, string Second)> Rows(RunComparison comparison)
    {
        var (first, second) = (comparison.First, comparison.Second);
        return
        [
            Row("status", run => Status(run.Record)),
            Row("epochs", run => $"{run.Record.Epochs.Count} of {run.Record.Request.Options.Recipe.Epochs}"),
            Row("test accuracy", run => run.Record.Test is { } test ? Percent(test.Accuracy) : ""),
            Row("95 % interval", run => run.Record.Test is { } test ? $"{test.Interval}" : ""),
            Row("test loss", run => run.Record.Test is { } test ? Number(test.Loss) : ""),
            Row("samples/s", run => run.SamplesPerSecond is { } speed ? Count((long)speed) : ""),
            Row("training time", run => FormattableString.Invariant($"{run.Record.Epochs.Sum(epoch => epoch.Seconds):F1} s")),
            Row("device", run => run.Record.Hardware),
            Row("sha256", run => run.Record.WeightHash is { } hash ? hash[..16] : ""),
        ];

        (string, string, string) Row(string subject, Func<ComparedRun, string> of) => (subject, of(first), of(second));
    }

    /// <summary>What is the same in both, in a sentence or two.</summary>
    /// <param name="comparison">The runs.</param>
    /// <returns>The sentences.</returns>
    public static string Verdict(RunComparison comparison)
    {
        var data = comparison.SameData ? "The same samples" : "Other samples";
        var result = comparison.SameWeights
            ? "the same weights to the last bit"
            : comparison.SameCurves > 0
                ? $"the same figures to the last bit for {Counted.Of(comparison.SameCurves, "epoch")}, then others"
                : "other figures from the first epoch on";
        return $"{data}, {result}.";
    }

    /// <summary>How a run stands, in words.</summary>
    /// <param name="record">Its record.</param>
    /// <returns>Such as "stopped early".</returns>
    public static string Status(RunRecord record) => record.Status switch
    {
        RunStatus.Running => "not finished",
        RunStatus.Completed => "completed",
        RunStatus.StoppedEarly => "stopped early",
        RunStatus.Interrupted => "interrupted",
        RunStatus.Failed => "failed",
    };

    private static XElement Figures(RunComparison comparison, string first, string second) => Section(
        "figures",
        "What came out",
        Element("p", Verdict(comparison)),
        ScrollingTable(
            "Figures of both runs",
            [new(""), new(first, IsText: true), new(second, IsText: true)],
            Rows(comparison).Select(row => Html.Row(row.Subject, TextCell(row.First), TextCell(row.Second)))));

    private static XElement? Differences(
        string id, string heading, string subject, IReadOnlyList<OptionDifference> differences, string first, string second) =>
        differences.Count == 0 ? null : Section(
            id,
            heading,
            ScrollingTable(
                heading,
                [new(subject), new(first, IsText: true), new(second, IsText: true)],
                differences.Select(option => Html.Row(
                    option.Option, TextCell(option.First ?? "nothing"), TextCell(option.Second ?? "nothing")))));

    private static XElement? Curves(RunComparison comparison, string first, string second)
    {
        var (one, other) = (comparison.First.Record, comparison.Second.Record);
        if (one.Epochs.Count == 0 || other.Epochs.Count == 0)
            return null;
        return Section(
            "curves",
            "Learning curves",
            Element(
                "div",
                Class("charts"),
                Drawing("Loss", new ChartAxis("Loss").LogarithmicWhereWorthIt, epoch => epoch.Loss),
                Drawing("Accuracy", _ => new ChartAxis("Accuracy (%)"), epoch => 100 * epoch.Accuracy)));

        XElement Drawing(string subject, Func<IEnumerable<Curve>, ChartAxis> axisOf, Func<EpochMetrics, double> of)
        {
            Curve[] curves = [CurveOf(first, one, of), CurveOf(second, other, of)];
            var axis = axisOf(curves);
            var epochs = Math.Max(one.Epochs.Count, other.Epochs.Count);
            var ends = curves.Select(curve => $"{curve.Name} from {Number(curve.Points[0].Y)} to {Number(curve.Points[^1].Y)}");
            var set = one.WatchedSet == other.WatchedSet ? $" on the {one.WatchedSet} set" : "";
            return Chart(
                LineChart.Draw(
                    $"{subject} over {Counted.Of(epochs, "epoch")}: {string.Join("; ", ends)}.",
                    new ChartAxis("Epoch") { IsWhole = true, Minimum = 0, Maximum = epochs + 0.2 },
                    axis,
                    curves),
                $"{subject}{set}{axis.Remark}");
        }
    }

    private static Curve CurveOf(string name, RunRecord record, Func<EpochMetrics, double> of) =>
        new(name, [.. record.Epochs.Select(epoch => ((double)epoch.Epoch, of(epoch)))]);
}
