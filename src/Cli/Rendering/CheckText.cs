using Spectre.Console;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Reports;
using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Rendering;

/// <summary>A check in words, lines and a table.</summary>
internal static class CheckText
{
    private const int FailuresShown = 10;

    /// <summary>What is going to be checked, and the heading of the models.</summary>
    public static IEnumerable<string> Header(CheckPlan plan)
    {
        var run = plan.Runs[0];
        var (steps, samples) = (run.Steps.Count, run.Steps[0].Labels.Length);
        var recipe = plan.Runs.Count == 1 ? $", {RecipeText.Update(run.Recipe)}" : "";
        (string, string)[] facts =
        [
            ("versions", VersionsOf(plan)),
            ("engines", string.Join(", ", plan.Engines.Concat(plan.ThreadPairs.Select(pair => pair.Other)).Select(engine => engine.Name))),
            ("runs", $"{steps} {(steps == 1 ? "step" : "steps")} of training on {samples} random {(samples == 1 ? "sample" : "samples")} each{recipe}"),
            ("seed", $"{plan.Options.Seed}"),
        ];
        foreach (var line in facts.SelectMany(fact => LabelledText.Lines(fact.Item1, fact.Item2)))
            yield return line;
        yield return "";
        yield return $"{"model",-19}  {"error/bound",11}  {"seconds",7}  where the error is largest, and how far the run was followed";
    }

    /// <summary>One model, below the heading.</summary>
    public static string Model(ModelSummary summary)
    {
        var start = $"{summary.Model,-19}  {(summary.Worst is null ? "" : FindingText.Share(summary.Worst.Worst.Fraction)),11}  {summary.WallTime.TotalSeconds,7:F1}  ";
        var place = summary.Worst is { } worst ? $"{worst.Worst.Place} on {worst.Engine} ({worst.Check})" : "nothing was compared";
        var failures = summary.Failures > 0 ? $"{summary.Failures} arrays OUT OF BOUNDS, worst " : "";
        return $"{start}{failures}{place}; {Followed(summary)}";
    }

    /// <summary>What came out.</summary>
    public static void Print(Screen screen, CheckReport report, string? file)
    {
        screen.Line();
        screen.Line("largest error as a share of its bound");
        screen.Write(Matrix(report));
        foreach (var line in Threads(report).Concat(Largest(report)))
            screen.Line(line);
        if (file is not null)
            screen.Line($"{"written",-12}{file}");
        screen.Line();
        foreach (var line in Failures(report))
            screen.Line(line);
        screen.Line($"{report.Verdict} {report.WallTime.TotalSeconds:F0} s");
    }

    private static string VersionsOf(CheckPlan plan)
    {
        if (!plan.Engines.Any(engine => engine is Verification.Engines.TorchEngine))
            return $"{Versions.TorchBasics}, .NET {Environment.Version}";
        var versions = Versions.All();
        return $"TorchBasics {versions["torchbasics"]}, TorchSharp {versions["torchsharp"]}, libtorch {versions["libtorch"]}, .NET {versions["dotnet"]}";
    }

    // One phrase where all engines were followed equally far.
    private static string Followed(ModelSummary summary) => summary.Followed.Values.Distinct().Count() <= 1
        ? summary.Followed.Values.FirstOrDefault()?.ToString() ?? "not followed"
        : string.Join("; ", summary.Followed.Select(pair => $"{pair.Key} {pair.Value}"));

    private static Table Matrix(CheckReport report)
    {
        var cells = report.Matrix();
        var quantities = cells.Select(cell => cell.Quantity).Distinct().Order().ToList();
        var table = Tables.Create([("engine", ColumnKind.Name), .. quantities.Select(quantity => (Quantities.Names[quantity], ColumnKind.Number))]);
        foreach (var engine in cells.GroupBy(cell => cell.Engine))
            table.AddRow([Markup.Escape(engine.Key), .. quantities.Select(quantity => engine.FirstOrDefault(cell => cell.Quantity == quantity) is { } cell ? Cell(cell) : "")]);
        return table;
    }

    private static string Cell(MatrixCell cell)
    {
        var share = Markup.Escape(double.IsInfinity(cell.Worst.Worst.Fraction) ? "WRONG" : FindingText.Share(cell.Worst.Worst.Fraction));
        return cell.Worst.Worst.Passed ? share : $"[red]{share}[/]";
    }

    private static IEnumerable<string> Largest(CheckReport report)
    {
        if (report.Worst is not { Worst.Problem: null } row || row.Worst.Allowed == 0)
            return [];
        return LabelledText.Lines("largest", $"{FindingText.Element(row.Worst)} of {row.Model} on {row.Engine}, {row.Check} check: off by {Math.Abs(row.Worst.Actual - row.Worst.Expected):G3} where {row.Worst.Allowed:G3} is allowed");
    }

    private static IEnumerable<string> Threads(CheckReport report) => report.Threads
        .GroupBy(threads => (threads.One, threads.Other))
        .SelectMany(pair => LabelledText.Lines("threads", Agreement(pair.Key.One, pair.Key.Other, [.. pair])));

    private static string Agreement(string one, string other, List<ThreadAgreement> agreements)
    {
        var different = agreements.Where(agreement => !agreement.SameBits).ToList();
        return $"{one} and {other}: " + (different.Count == 0
            ? agreements.Count == 1 ? agreements[0].ToString() : $"the same bits in all {agreements.Count} models"
            : $"the same bits in {agreements.Count - different.Count} of {agreements.Count} models; {different[0].Model} has {different[0]}");
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
