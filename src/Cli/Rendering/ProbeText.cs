using Spectre.Console;
using TorchBasics.Bindings.Proving;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// What a probe found: a row for each result of each operator on each way of computing, and the first wrong number of each.
/// </summary>
internal static class ProbeText
{
    public static void Print(Screen screen, ProbeReport report)
    {
        var table = Tables.Create(
            ("operator", ColumnKind.Name), ("computed by", ColumnKind.Name), ("in use", ColumnKind.Name),
            ("shapes", ColumnKind.Number), ("wrong", ColumnKind.Number), ("first wrong number", ColumnKind.Prose));
        foreach (var row in report.Rows)
        {
            table.AddRow(
                Tables.Cell(row.Operator), Tables.Cell(row.Path), row.InUse ? "yes" : "no",
                $"{row.Shapes}", $"{row.Wrong}", Tables.Cell(row.First is { } first ? Describe(first) : ""));
        }

        screen.Write(table);
        screen.Line(FormattableString.Invariant(
            $"{report.Shapes} shapes against plain loops, bit by bit, each several times ({report.Seconds:F0} s)."));
    }

    private static string Describe(WrongAnswer wrong) => FormattableString.Invariant(
        $"{wrong.Shape}, {wrong.Threads}: number {wrong.Index} is {wrong.Found}, expected {wrong.Expected}");
}
