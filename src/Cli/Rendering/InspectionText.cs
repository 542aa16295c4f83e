using System.Globalization;
using Spectre.Console;
using TorchBasics.Core;
using TorchBasics.Export.Inspection;
using TorchBasics.Formats.Kinds;

namespace TorchBasics.Cli.Rendering;

/// <summary>What a file holds, as facts and tables.</summary>
internal static class InspectionText
{
    private const int HashDigits = 12;     // enough to compare by eye; JSON has them all
    private const int LongestText = 160;   // the description of a large network is a page of JSON

    public static void Print(Screen screen, FileInspection file)
    {
        screen.Write(Of(file));
        if (file.Graph is { Nodes.Count: > 0 } graph)
            screen.Write(Nodes(graph));
        if (file.Arrays.Count > 0)
            screen.Write(Arrays(file.Arrays));
        foreach (var note in file.Notes)
            screen.Note(note);
    }

    private static FactList Of(FileInspection file)
    {
        var grid = Facts.Create();
        Facts.Add(grid, "file", file.Path);
        Facts.Add(grid, "kind", $"{FileKindName.Of(file.Kind).Title}, {Counted.Of(file.ByteCount, "byte")}");
        Facts.Add(grid, "sha256", file.Sha256);
        if (file.Graph is { } graph)
            AddGraph(grid, graph);
        Facts.Add(grid, "arrays", $"{file.Arrays.Count:N0} with "
            + $"{Counted.Of(file.Arrays.Sum(array => array.ByteCount / NamedArray.SizeOf(array.Type)), "number")}, "
            + $"{Counted.Of(file.Arrays.Sum(array => array.ByteCount), "byte")}");
        foreach (var (name, text) in file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Facts.Add(grid, name, Shortened(text));
        return grid;
    }

    private static void AddGraph(FactList grid, GraphInspection graph)
    {
        Facts.Add(grid, "graph", $"{graph.Name}, {Counted.Of(graph.Nodes.Count, "node")}");
        Facts.Add(grid, "written by", graph.Producer.Length > 0 ? graph.Producer : "unknown");
        Facts.Add(grid, "version", $"format {graph.FormatVersion}, operators "
            + $"{string.Join(", ", graph.OperatorSets.Select(set => $"{set.Domain} {set.Version}".Trim()))}");
        foreach (var input in graph.Inputs)
            Facts.Add(grid, "input", input);
        foreach (var output in graph.Outputs)
            Facts.Add(grid, "output", output);
    }

    private static Table Nodes(GraphInspection graph)
    {
        var table = Tables.Create(("node", ColumnKind.Name), ("operator", ColumnKind.Name), ("takes", ColumnKind.Prose),
            ("settings", ColumnKind.Prose));
        foreach (var node in graph.Nodes)
            table.AddRow(
                Tables.Cell(node.Name),
                Tables.Cell(node.Operator),
                Tables.Cell(string.Join(", ", node.Inputs)),
                Tables.Cell(string.Join(" ", node.Settings)));
        return table;
    }

    private static Table Arrays(IReadOnlyList<ArrayInspection> arrays)
    {
        var table = Tables.Create(
            ("array", ColumnKind.Name), ("type", ColumnKind.Name), ("sizes", ColumnKind.Name), ("bytes", ColumnKind.Number),
            ("smallest", ColumnKind.Number), ("largest", ColumnKind.Number), ("mean", ColumnKind.Number),
            ("sha256", ColumnKind.Name));
        foreach (var array in arrays)
        {
            table.AddRow(
                Tables.Cell(array.Name),
                $"{array.Type}",
                Tables.Cell($"[{string.Join(", ", array.Sizes)}]"),
                $"{array.ByteCount:N0}",
                Number(array.Range?.Smallest),
                Number(array.Range?.Largest),
                Number(array.Range?.Mean)
                    + (array.Range is { NotFinite: > 0 and var count } ? $" ({count:N0} not finite)" : string.Empty),
                array.Sha256[..HashDigits]);
        }

        return table;
    }

    private static string Number(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Shortened(string text)
    {
        text = string.Join(' ', Printable.OnOneLine(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= LongestText ? text : $"{text[..LongestText]}... ({text.Length:N0} characters)";
    }
}
