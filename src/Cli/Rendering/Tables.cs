using Spectre.Console;

namespace TorchBasics.Cli.Rendering;

/// <summary>The one look that all tables share.</summary>
internal static class Tables
{
    /// <summary>Text from outside as a cell.</summary>
    public static string Cell(string text) => Markup.Escape(Printable.OnOneLine(text));

    /// <summary>A table without rows. On a narrow terminal only prose is broken into lines.</summary>
    /// <param name="columns">Heading of each column, and what it holds.</param>
    public static Table Create(params ReadOnlySpan<(string Heading, ColumnKind Kind)> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var (heading, kind) in columns)
        {
            var column = new TableColumn(Cell(heading)) { NoWrap = kind != ColumnKind.Prose, Padding = new Padding(0, 0, 1, 0) };
            table.AddColumn(kind == ColumnKind.Number ? column.RightAligned() : column);
        }

        return table;
    }
}
