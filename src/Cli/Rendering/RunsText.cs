using System.Globalization;
using Spectre.Console;
using TorchBasics.Cli.Reports;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Rendering;

/// <summary>Runs in a terminal.</summary>
internal static class RunsText
{
    /// <summary>Prints the list.</summary>
    public static void List(Screen screen, RunsReport report)
    {
        if (report.Runs.Count == 0)
        {
            LabelledText.Print(screen, $"There are no runs in the folder '{report.Folder}' here. "
                + $"'{ProgramName.ToType} train lenet5' makes one.");
            return;
        }

        var table = Tables.Create(
            ("run", ColumnKind.Name), ("model", ColumnKind.Name), ("data", ColumnKind.Name), ("status", ColumnKind.Name),
            ("epochs", ColumnKind.Number), ("accuracy", ColumnKind.Number), ("samples/s", ColumnKind.Number),
            ("MB", ColumnKind.Number));
        foreach (var run in report.Runs)
            table.AddRow(
                Tables.Cell(Path.GetRelativePath(report.Folder, run.Folder)),
                Tables.Cell(run.Model ?? ""),
                Tables.Cell(run.Data ?? ""),
                Tables.Cell(Status(run)),
                Tables.Cell(run.TotalEpochs is { } total ? $"{run.Epochs}/{total}" : ""),
                Tables.Cell(run.Accuracy is { } accuracy ? Figures.Percent(accuracy) : ""),
                Tables.Cell(run.SamplesPerSecond is { } speed ? speed.ToString("N0", CultureInfo.InvariantCulture) : ""),
                Tables.Cell((run.Bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture)));
        screen.Write(table);
        foreach (var damaged in report.Runs.Where(run => run.Damage is not null))
            screen.Note(damaged.Damage!);
    }

    /// <summary>Prints a comparison.</summary>
    public static void Compare(Screen screen, RunComparison comparison, string? page)
    {
        var (first, second) = ComparisonPage.NamesOf(comparison);
        var table = Tables.Create(("", ColumnKind.Name), (first, ColumnKind.Prose), (second, ColumnKind.Prose));
        foreach (var (subject, one, other) in ComparisonPage.Rows(comparison))
            table.AddRow(Tables.Cell(subject), Tables.Cell(one), Tables.Cell(other));
        foreach (var option in comparison.Options.Concat(comparison.Versions))
            table.AddRow(
                Tables.Cell(option.Option), Tables.Cell(option.First ?? "nothing"), Tables.Cell(option.Second ?? "nothing"));
        screen.Write(table);
        LabelledText.Print(screen, ComparisonPage.Verdict(comparison));
        if (page is not null)
            LabelledText.Print(screen, "written", page);
    }

    private static string Status(RunListing run) => run switch
    {
        { IsInUse: true } => "training",
        { Damage: not null } => "damaged",
        { Status: RunStatus.Running } => "killed",
        { Status: RunStatus.StoppedEarly } => "stopped early",
        { Status: { } status } => $"{status}".ToLowerInvariant(),
        _ => "begun",
    };
}
