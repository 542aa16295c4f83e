using Spectre.Console;
using TorchBasics.Verification.Conformance;

namespace TorchBasics.Cli.Rendering;

/// <summary>The results of a suite in words: each case that did not pass, and what is not supported, counted.</summary>
internal static class ConformanceText
{
    public static void Print(Screen screen, ConformanceReport report, IReadOnlyList<ConformanceEngine> engines)
    {
        foreach (var result in report.Results.Where(result => result.Outcome is CaseOutcome.Failed or CaseOutcome.Unreadable))
            screen.Line($"{Word(result.Outcome)}  {NameOf(result.Engine)}  {result.Case}: {result.Detail}");
        PrintUnsupported(screen, report);
        foreach (var note in report.Results.Where(result => result.Outcome == CaseOutcome.Passed && result.Detail.Length > 0)
            .Select(result => $"note  {result.Case}: {result.Detail}").Distinct())
            screen.Line(note);
        var table = Tables.Create(
            ("engine", ColumnKind.Name), ("cases", ColumnKind.Number), ("passed", ColumnKind.Number),
            ("failed", ColumnKind.Number),
            ("unsupported", ColumnKind.Number), ("unreadable", ColumnKind.Number),
            ("largest error / allowed", ColumnKind.Number));
        foreach (var engine in engines)
            AddRow(table, report, engine);
        screen.Write(table);
        screen.Line(report.Passed
            ? $"All {report.Cases} cases pass."
            : $"Not all cases pass: {report.Results.Count(result => result.Outcome != CaseOutcome.Passed)} of "
                + $"{report.Results.Count} results are not a pass.");
    }

    private static void PrintUnsupported(Screen screen, ConformanceReport report)
    {
        foreach (var group in report.Results.Where(result => result.Outcome == CaseOutcome.Unsupported)
            .GroupBy(result => result.Detail).OrderByDescending(group => group.Count()))
        {
            var cases = group.Select(result => result.Case).Distinct().ToList();
            screen.Line(
                $"unsupported  {group.Key}: {cases.Count} {(cases.Count == 1 ? "case" : "cases")} "
                + $"({string.Join(", ", cases.Take(3))}{(cases.Count > 3 ? ", ..." : "")})");
        }
    }

    private static void AddRow(Table table, ConformanceReport report, ConformanceEngine engine)
    {
        var largest = report.Results.Where(result => result.Engine == engine && result.Outcome == CaseOutcome.Passed)
            .Max(result => result.Largest?.Share) ?? 0;
        string[] cells =
        [
            NameOf(engine), $"{report.Cases}", $"{report.Count(engine, CaseOutcome.Passed)}",
            $"{report.Count(engine, CaseOutcome.Failed)}",
            $"{report.Count(engine, CaseOutcome.Unsupported)}", $"{report.Count(engine, CaseOutcome.Unreadable)}",
            $"{largest:F2}",
        ];
        table.AddRow(cells);
    }

    private static string NameOf(ConformanceEngine engine) => engine == ConformanceEngine.Reference ? "reference" : "libtorch";

    private static string Word(CaseOutcome outcome) => outcome == CaseOutcome.Failed ? "failed" : "unreadable";
}
