using System.Text;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>Rows that read well on a console, too.</summary>
internal static class MarkdownTable
{
    /// <summary>Adds a table with a blank line behind it.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="words">Columns at the left that are words; the others are numbers.</param>
    /// <param name="rows">The rows, the heads first; all as long.</param>
    public static void Append(StringBuilder text, int words, IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var (index, row) in rows.Index())
        {
            text.Append('|');
            foreach (var (column, cell) in row.Index())
                text.Append(' ')
                    .Append(column < words ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))
                    .Append(" |");
            text.Append('\n');
            if (index == 0)
                text.Append('|').AppendJoin('|', widths.Select((width, column) => column < words
                    ? new string('-', width + 2) : $"{new string('-', width + 1)}:")).Append("|\n");
        }

        text.Append('\n');
    }
}
