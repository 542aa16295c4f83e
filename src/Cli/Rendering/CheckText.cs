using Spectre.Console;
using TorchBasics.Core;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Rendering;

/// <summary>A check in words, lines and a table.</summary>
internal static class CheckText
{
    private const int FailuresShown = 10;
    private const int WidthOfModel = 72; // a narrower terminal gets the place of the error in a line of its own
    private const int EnginesSideBySide = 4; // fit 80 columns

    /// <summary>What is going to be checked, and the heading of the models.</summary>
    public static IEnumerable<string> Header(CheckPlan plan, int width)
    {
        var run = plan.Runs[0];
        var (steps, samples) = (run.Steps.Count, run.Steps[0].Labels.Length);
        var recipe = plan.Runs.Count == 1 ? $", {RecipeText.Update(run.Recipe)}" : "";
        (string, string)[] facts =
        [
            ("versions", VersionsOf(plan)),
            ("engines", string.Join(
                ", ", plan.Engines.Concat(plan.ThreadPairs.Select(pair => pair.Other)).Select(engine => engine.Name))),
            ("runs", $"{Counted.Of(steps, "step")} of training on {Counted.Of(samples, "random sample")} each{recipe}"),
            ("seed", $"{plan.Options.Seed}"),
        ];
        foreach (var line in facts.SelectMany(fact => LabelledText.Lines(fact.Item1, fact.Item2, width)))
            yield return line;
        yield return "";
        yield return $"{"model",-19} {"error",7} {"followed",8}"
            + (width < WidthOfModel ? "" : $" {"s",5}  where it is largest; 100 % = bound");
    }

    /// <summary>One model, below the heading: a line, or several on a narrow terminal.</summary>
    public static IEnumerable<string> Model(ModelSummary summary, int width)
    {
        var share = summary.Worst is null ? "" : FindingText.Share(summary.Worst.Worst.Fraction);
        var place = summary.Worst is { } worst ? $"{worst.Worst.Place} on {worst.Engine}" : "nothing was compared";
        var failures = summary.Failures > 0 ? $"{Counted.Of(summary.Failures, "array")} OUT OF BOUNDS, worst " : "";
        var figures = $"{summary.Model,-19} {share,7} {Followed(summary),8}";
        return width < WidthOfModel
            ? [figures, .. LineBreaking.Between(failures + place, width - 2).Select(line => "  " + line)]
            : [$"{figures} {summary.WallTime.TotalSeconds,5:F1}  {failures}{place}"];
    }

    /// <summary>What came out.</summary>
    public static void Print(Screen screen, CheckReport report, string? file)
    {
        screen.Line();
        screen.Line("largest error as a share of its bound");
        foreach (var table in Matrix(report))
            screen.Write(table);
        foreach (var (label, text) in EndedEarly(report).Concat(Threads(report)).Concat(Largest(report)))
            LabelledText.Print(screen, label, text);
        if (file is not null)
            screen.Line($"{"written",-12}{file}");
        screen.Line();
        foreach (var line in Failures(report))
            screen.Line(line);
        LabelledText.Print(screen, $"{report.Verdict} {report.WallTime.TotalSeconds:F0} s");
    }

    private static string VersionsOf(CheckPlan plan)
    {
        if (!plan.Engines.Any(engine => engine is Verification.Engines.TorchEngine or Verification.Engines.Fused.FusedEngine))
            return $"{ProductVersion.Text}, .NET {Environment.Version}";
        var versions = Versions.All();
        return $"TorchBasics {versions["torchbasics"]}, TorchSharp {versions["torchsharp"]}, libtorch {versions["libtorch"]}, "
            + $".NET {versions["dotnet"]}";
    }

    // The engine that could be followed least far.
    private static string Followed(ModelSummary summary) =>
        summary.Followed.Values.MinBy(followed => followed.Steps) is { } least ? $"{least.Steps} of {least.Asked}" : "";

    // Where the reference stopped to run beside an engine, and why; the local check goes on to the end.
    private static IEnumerable<(string Label, string Text)> EndedEarly(CheckReport report)
    {
        var early = report.Followed.Where(pair => pair.Value.Ended is not null).ToList();
        return early.Count == 0
            ? []
            : early.Select((pair, index) => (
                index == 0 ? "followed" : "",
                $"{pair.Key.Model} on {pair.Key.Engine}: {pair.Value.Steps} of {pair.Value.Asked}; {pair.Value.Ended}"));
    }

    private static IEnumerable<Table> Matrix(CheckReport report)
    {
        var cells = report.Matrix();
        return report.Header.Engines.Where(engine => cells.Any(cell => cell.Engine == engine))
            .Chunk(EnginesSideBySide).Select(engines => Matrix(cells, engines));
    }

    private static Table Matrix(IReadOnlyList<MatrixCell> cells, IReadOnlyList<string> engines)
    {
        var table = Tables.Create([("", ColumnKind.Name), .. engines.Select(engine => (InTwoLines(engine), ColumnKind.Number))]);
        foreach (var quantity in cells.GroupBy(cell => cell.Quantity).OrderBy(group => group.Key))
            table.AddRow([Quantities.Names[quantity.Key], .. engines.Select(
                engine => quantity.FirstOrDefault(cell => cell.Engine == engine) is { } cell ? Cell(cell) : "")]);
        return table;
    }

    // "libtorch float32 x2", in columns that are no wider than they must be.
    private static string InTwoLines(string engine) =>
        engine.IndexOf(' ', StringComparison.Ordinal) is var blank and > 0
            ? $"{engine[..blank]}\n{engine[(blank + 1)..]}"
            : engine;

    private static string Cell(MatrixCell cell)
    {
        var share = Markup.Escape(
            double.IsInfinity(cell.Worst.Worst.Fraction) ? "WRONG" : FindingText.Share(cell.Worst.Worst.Fraction));
        return cell.Worst.Worst.Passed ? share : $"[red]{share}[/]";
    }

    private static IEnumerable<(string Label, string Text)> Largest(CheckReport report)
    {
        if (report.Worst is not { Worst: { Problem: null, Numbers.Worst: { Allowed: not 0 } worst } } row)
            return [];
        return [("largest", $"{FindingText.Element(row.Worst)} of {row.Model} on {row.Engine}, {row.Check} check: "
            + $"off by {worst.Error:G3} where {worst.Allowed:G3} is allowed")];
    }

    private static IEnumerable<(string Label, string Text)> Threads(CheckReport report) => report.Threads
        .GroupBy(threads => (threads.One, threads.Other))
        .Select(pair => ("threads", Agreement(pair.Key.One, pair.Key.Other, [.. pair])));

    private static string Agreement(string one, string other, List<ThreadAgreement> agreements)
    {
        var different = agreements.Where(agreement => !agreement.SameBits).ToList();
        var said = (agreements.Count, different.Count) switch
        {
            (1, _) => $"{agreements[0]}",
            (_, 0) => $"the same bits in all {agreements.Count} models",
            _ => $"the same bits in {agreements.Count - different.Count} of {agreements.Count} models; "
                + $"{different[0].Model} has {different[0]}",
        };
        return $"{one} and {other}: {said}";
    }

    private static IEnumerable<string> Failures(CheckReport report)
    {
        var failures = report.Failures;
        foreach (var row in failures.Take(FailuresShown))
        {
            yield return FindingText.Where(row);
            foreach (var what in FindingText.What(row))
                yield return $"    {what}";
        }

        if (failures.Count > FailuresShown)
            yield return $"... and {failures.Count - FailuresShown:N0} more; --report FILE writes all.";
        if (failures.Count > 0)
            yield return "";
    }
}
