using Spectre.Console;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;

namespace TorchBasics.Cli.Rendering;

/// <summary>An evaluation as text.</summary>
internal static class EvaluationTables
{
    public static void Print(Screen screen, EvaluationReport report)
    {
        LabelledText.Print(screen, $"{report.Model}, {Counted.Of(report.Samples, "test sample")} of {report.Data}");
        LabelledText.Print(
            screen,
            Figures.Accuracy(report.Accuracy, report.Interval) + (report.Loss is { } loss ? $", loss {Figures.Loss(loss)}" : ""));
        screen.Write(Classes(report));
        LabelledText.Print(screen, "How often each class (row) was taken for each class (column):");
        screen.Write(Confusion(report));
    }

    public static void Print(Screen screen, RegressionReport report)
    {
        LabelledText.Print(screen, $"{report.Model}, {Counted.Of(report.Samples, "test sample")} of {report.Data}");
        LabelledText.Print(
            screen,
            Figures.Regression(new(report.Samples, report.Rmse, report.RSquared, report.Targets))
            + $", loss {Figures.Loss(report.Loss)}");
        var table = Tables.Create(("target", ColumnKind.Name), ("RMSE", ColumnKind.Number), ("R2", ColumnKind.Number));
        foreach (var target in report.Targets)
            table.AddRow(Tables.Cell(target.Name), Figures.Quantity(target.Rmse), $"{target.RSquared:F4}");
        screen.Write(table);
    }

    private static Table Classes(EvaluationReport report)
    {
        var table = Tables.Create(
            ("class", ColumnKind.Name), ("samples", ColumnKind.Number), ("precision", ColumnKind.Number),
            ("recall", ColumnKind.Number), ("F1", ColumnKind.Number));
        foreach (var c in report.Classes)
            table.AddRow(
                Tables.Cell(c.Name),
                $"{c.Samples:N0}",
                Figures.Percent(c.Precision),
                Figures.Percent(c.Recall),
                Figures.Percent(c.F1));
        return table;
    }

    // Columns carry the number of a class where its name is long, so that the table fits a terminal.
    private static Table Confusion(EvaluationReport report)
    {
        var names = report.Classes.Select(c => c.Name).ToList();
        var areShort = names.All(name => name.Length <= 4);
        var table = Tables.Create(
            [("", ColumnKind.Name), .. names.Select((name, c) => (areShort ? name : $"{c}", ColumnKind.Number))]);
        for (var row = 0; row < names.Count; row++)
        {
            var cells = report.Confusion[row].Select((count, column) => Cell(count, row == column));
            table.AddRow([Tables.Cell(areShort ? names[row] : $"{row} {names[row]}"), .. cells]);
        }

        return table;
    }

    private static string Cell(long count, bool isRight) => count == 0 ? "." : isRight ? $"[bold]{count}[/]" : $"{count}";
}
