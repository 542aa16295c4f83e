using System.Globalization;
using Spectre.Console;
using TorchBasics.Core;
using TorchBasics.Export.Comparing;

namespace TorchBasics.Cli.Rendering;

/// <summary>How two files differ, as a person reads it.</summary>
internal static class DiffText
{
    public static void Print(Screen screen, FileDifference difference)
    {
        foreach (var note in difference.Notes)
            screen.Note(note);
        var table = Tables.Create(
            ("array", ColumnKind.Name),
            ("type and sizes", ColumnKind.Prose),
            ("differ", ColumnKind.Number),
            ("largest difference", ColumnKind.Number));
        foreach (var array in difference.Arrays)
            table.AddRow(Tables.Cell(array.Name), Tables.Cell(Kind(array)), Count(array), Largest(array));
        screen.Write(table);
        foreach (var statement in difference.Statements)
            LabelledText.Print(screen, statement);
        LabelledText.Print(screen, Sentence(difference));
    }

    private static string Kind(ArrayDifference array) => (array.First, array.Second) switch
    {
        (null, { } second) => $"only in B: {second}",
        ({ } first, null) => $"only in A: {first}",
        var (first, second) => first == second ? first! : $"{first} / {second}",
    };

    private static string Count(ArrayDifference array) => array.Differing is { } count ? $"{count:N0}" : "all";

    private static string Largest(ArrayDifference array) => array.Differing is null or 0 || double.IsNaN(array.Largest)
        ? string.Empty
        : FormattableString.Invariant($"{array.Largest:G3}");

    private static string Sentence(FileDifference difference)
    {
        var differing = difference.Arrays.Count(array => !array.IsSame);
        var arrays = differing > 0
            ? $"{differing} of {Counted.Of(difference.Arrays.Count, "array")} {(differing == 1 ? "differs" : "differ")}"
            : $"{(difference.Arrays.Count == 1 ? "the only array is" : $"all {difference.Arrays.Count} arrays are")} the same, "
                + (difference.Arrays.All(array => array.First == array.Second)
                    ? "bit by bit"
                    : "number by number, in types that differ");
        return difference.Outputs switch
        {
            null => $"{arrays}; what is computed with them was not compared.",
            { IsSame: true } same => $"{arrays}; the outputs for {Counted.Of(same.Samples, "sample")} are the same.",
            var outputs => string.Create(
                CultureInfo.InvariantCulture,
                $"{arrays}; the outputs for {Counted.Of(outputs.Samples, "sample")} differ by up to {outputs.Largest:G3}, "
                + $"and {(outputs.SameClass == 1 ? "1 sample goes" : $"{outputs.SameClass} samples go")} to the same class."),
        };
    }
}
