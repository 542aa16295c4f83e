using Spectre.Console;

namespace TorchBasics.Cli.Rendering;

/// <summary>The one look that all tables share.</summary>
internal static class Tables
{
    /// <summary>A table without rows.</summary>
    /// <param name="columns">Heading of each column, and whether it holds numbers.</param>
    public static Table Create(params ReadOnlySpan<(string Heading, bool IsNumber)> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var (heading, isNumber) in columns)
        {
            var column = new TableColumn(Markup.Escape(heading)) { NoWrap = true };
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        return table;
    }
}
