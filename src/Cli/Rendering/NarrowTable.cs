using Spectre.Console;
using Spectre.Console.Rendering;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// Tables on terminals that are narrower than they are: several tables one below the other instead of broken names and numbers.
/// </summary>
internal static class NarrowTable
{
    private const int LeastProse = 24;  // of a column whose words may go on in the next line
    private const int Borders = 2;      // left and right
    private const int BetweenColumns = 1;

    /// <summary>Cuts a table between columns; each part begins with the column that names the rows.</summary>
    /// <param name="table">A table as <see cref="Tables"/> makes them.</param>
    /// <param name="options">How it will be drawn.</param>
    /// <param name="width">The columns of the terminal.</param>
    /// <returns>The table itself where it fits.</returns>
    public static IReadOnlyList<Table> Split(Table table, RenderOptions options, int width)
    {
        var widths = table.Columns.Select((column, index) => Width(table, column, index, options)).ToList();
        var names = Math.Min(table.Columns.Count, NamesRows(table, options) ? 1 : 2);
        var own = Enumerable.Range(0, names).ToList();
        var parts = new List<Table>();
        var open = new List<int>(own);
        for (var column = names; column < widths.Count; column++)
        {
            if (open.Count > names && Total(widths, [.. open, column]) > width)
            {
                parts.Add(Part(table, open));
                open = [.. own];
            }

            open.Add(column);
        }

        return parts.Count == 0 ? [table] : [.. parts, Part(table, open)];
    }

    // Whether every row has something in its first column, but for rows that have nothing at all.
    private static bool NamesRows(Table table, RenderOptions options) =>
        table.Rows.All(row => row.Count == 0 || Measure(row[0], options) > 0 || row.All(cell => Measure(cell, options) == 0));

    private static int Width(Table table, TableColumn column, int index, RenderOptions options)
    {
        var widest = table.Rows.Select(row => index < row.Count ? Measure(row[index], options) : 0)
            .Append(Measure(column.Header, options)).Max();
        var longestWord = table.Rows.Select(row => index < row.Count ? row[index].Measure(options, short.MaxValue).Min : 0)
            .Append(0).Max();
        return (column.NoWrap ? widest : Math.Max(longestWord, Math.Min(widest, LeastProse)))
            + (column.Padding is { } padding ? padding.Left + padding.Right : 0);
    }

    private static int Total(List<int> widths, List<int> columns) =>
        Borders + columns.Sum(column => widths[column]) + ((columns.Count - 1) * BetweenColumns);

    private static int Measure(IRenderable cell, RenderOptions options) => cell.Measure(options, short.MaxValue).Max;

    private static Table Part(Table whole, List<int> columns)
    {
        var part = new Table { Border = whole.Border };
        foreach (var column in columns.Select(index => whole.Columns[index]))
            part.AddColumn(new TableColumn(column.Header)
            {
                NoWrap = column.NoWrap,
                Padding = column.Padding,
                Alignment = column.Alignment
            });
        foreach (var row in whole.Rows)
            part.AddRow(columns.Select(index => index < row.Count ? row[index] : Text.Empty));
        return part;
    }
}
