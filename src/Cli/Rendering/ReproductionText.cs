using Spectre.Console;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;
using TorchBasics.Published;

namespace TorchBasics.Cli.Rendering;

/// <summary>Published results in a terminal.</summary>
internal static class ReproductionText
{
    /// <summary>The rows for a program.</summary>
    public static IReadOnlyList<RowEntry> Entries() => [.. RowCatalog.All.Select(row => new RowEntry(
        row.Name, row.Result, row.Source, row.IsChecked, row.Error, row.HighestError, row.Deviations,
        RowCatalog.MeasuredFor(row)))];

    /// <summary>Prints the list.</summary>
    public static void List(Screen screen)
    {
        var table = Tables.Create(
            ("row", ColumnKind.Name), ("published", ColumnKind.Number), ("ours", ColumnKind.Number),
            ("time", ColumnKind.Number), ("verdict", ColumnKind.Name), ("result", ColumnKind.Prose));
        foreach (var row in RowCatalog.All)
        {
            var measured = RowCatalog.MeasuredFor(row);
            table.AddRow(
                Tables.Cell(row.Name),
                Tables.Cell(row.Published),
                Tables.Cell(measured is null ? "" : PublishedTable.Ours(measured)),
                Tables.Cell(measured is null ? "" : PublishedTable.Time(measured.Seconds)),
                Tables.Cell(measured is null ? "not measured" : PublishedTable.Words(measured.Verdict)),
                Tables.Cell(row.Result));
        }

        screen.Write(table);
        screen.Line("Errors on the test set; ours with the 95 % interval of the mean over the seeds. "
            + $"'{ProgramName.ToType} reproduce ROW' runs one.");
    }

    /// <summary>Says what is going to be run, and which seeds were run before.</summary>
    public static void Begin(Screen screen, PublishedRow row, Reproduction work, IReadOnlyList<SeedResult> before)
    {
        screen.Line($"{row.Name}: {row.Result}");
        LabelledText.Print(screen, "source", row.IsChecked ? row.Source : $"{row.Source} (as others quote it)");
        LabelledText.Print(screen, "published", $"{row.Published} errors on the test set");
        LabelledText.Print(screen, "recipe", RecipeText.Of(row.Recipe with { Epochs = work.Epochs }));
        if (row.Committee is { } committee)
            LabelledText.Print(screen, "committee", $"{committee.Members} networks, whose results are averaged"
                + (committee.IsBoosted
                    ? "; the second learns from as many right as wrong answers of the first, the third from what they differ in"
                    : ""));
        foreach (var deviation in row.Deviations)
            LabelledText.Print(screen, "deviation", deviation);
        LabelledText.Print(screen, "runs", $"{Counted.Of(work.Seeds, "seed")}, {Counted.Of(work.Epochs, "epoch")} each"
            + (work.Epochs < row.Recipe.Epochs ? $" instead of {row.Recipe.Epochs}: shortened" : "")
            + (before.Count > 0 ? $"; {before.Count} done before" : ""));
        foreach (var seed in before)
            Seed(screen, seed);
    }

    /// <summary>Says what a seed gave.</summary>
    public static void Seed(Screen screen, SeedResult seed)
    {
        var text = FormattableString.Invariant(
            $"{seed.Error:F2} % errors after {seed.Seconds:F1} s, sha256 {seed.WeightHash[..16]}...");
        foreach (var line in LabelledText.Lines($"seed {seed.Seed}", text, LabelledText.WidthOn(screen)))
            screen.LineAboveBar(line);
    }

    /// <summary>Says how the row came out.</summary>
    public static void End(Screen screen, PublishedRow row, RowResult result)
    {
        LabelledText.Print(screen, "ours", FormattableString.Invariant(
            $"{PublishedTable.Ours(result)} (standard deviation {result.Deviation:F2}), {PublishedTable.Time(result.Seconds)}"));
        LabelledText.Print(screen, "verdict", result.Verdict switch
        {
            Verdict.Inside => $"inside: {row.Published} is what one more seed might give",
            Verdict.Better => $"outside: fewer errors than the published {row.Published}",
            Verdict.Worse => $"outside: more errors than the published {row.Published}",
            Verdict.Shortened when result.Mean <= row.Quick!.LargestError => "shortened: nothing is broken; "
                + $"says nothing of the published {row.Published}",
            Verdict.Shortened => FormattableString.Invariant(
                $"shortened, and broken: at most {row.Quick!.LargestError} % were expected"),
        });
        screen.Line();
    }
}
