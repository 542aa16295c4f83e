using System.Globalization;
using Spectre.Console;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Verification.Faults;

namespace TorchBasics.Cli.Rendering;

/// <summary>The self-test in words: faults by group, what escaped, and a verdict.</summary>
internal static class SelfTestText
{
    public static void Print(Screen screen, SelfTestReport report)
    {
        var table = Tables.Create(
            ("fault in", ColumnKind.Name), ("faults", ColumnKind.Number), ("found", ColumnKind.Number),
            ("placed by two checks", ColumnKind.Number), ("by three", ColumnKind.Number));
        foreach (var group in report.Faults.GroupBy(fault => fault.Group))
            table.AddRow(Cells(group.Key, [.. group]));
        table.AddRow(Cells("all", report.Faults));
        screen.Write(table);
        screen.Write(Runs(report.RunFaults));

        foreach (var fault in report.Faults.Where(fault => !fault.Passed))
        {
            screen.Line($"missed  {fault.Group}: {fault.Name}; it is at {string.Join(" or ", fault.Places)}");
            foreach (var said in fault.First)
                screen.Line($"        {said}");
        }

        foreach (var fault in report.RunFaults.Where(fault => !fault.Passed))
        {
            screen.Line($"missed  run: {fault.Name}; its stage is {fault.Stage}");
            screen.Line($"        {fault.First ?? "nothing was found"}");
        }

        foreach (var alarm in report.Alarms)
            screen.Line($"false alarm  {alarm}");
        screen.Line(
            $"Without a fault: {Enum.GetValues<Probe>().Length} probes, {Enum.GetValues<RunProbe>().Length} runs and "
            + $"{Counted.Of(report.RandomNetworks, "random network")}, {Counted.Of(report.Alarms.Count, "false alarm")}.");
        screen.Line(report.Passed
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The checks can be trusted: all {report.Faults.Count} faults found at their place by at least two checks, "
                + $"all {report.RunFaults.Count} around the steps of a run at their stage, "
                + $"no false alarm ({report.Seconds:F0} s).")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The checks can NOT be trusted: {Missed(report)} of {report.Faults.Count + report.RunFaults.Count} faults "
                + $"missed, {Counted.Of(report.Alarms.Count, "false alarm")}."));
    }

    private static int Missed(SelfTestReport report) =>
        report.Faults.Count(fault => !fault.Passed) + report.RunFaults.Count(fault => !fault.Passed);

    private static Table Runs(IReadOnlyList<SelfTestReport.RunEntry> faults)
    {
        var table = Tables.Create(
            ("fault around the steps of a run", ColumnKind.Name),
            ("faults", ColumnKind.Number),
            ("found at their stage", ColumnKind.Number));
        foreach (var stage in faults.GroupBy(fault => fault.Stage))
            table.AddRow(stage.Key, $"{stage.Count()}", $"{stage.Count(fault => fault.Passed)}");
        table.AddRow("all", $"{faults.Count}", $"{faults.Count(fault => fault.Passed)}");
        return table;
    }

    private static string[] Cells(string name, IReadOnlyList<SelfTestReport.Entry> faults) =>
    [
        name, $"{faults.Count}", $"{faults.Count(fault => fault.FoundBy.Count > 0)}",
        $"{faults.Count(fault => fault.NamedBy.Count >= 2)}", $"{faults.Count(fault => fault.NamedBy.Count >= 3)}",
    ];
}
