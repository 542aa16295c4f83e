using Spectre.Console;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Rendering;
using Paragraph = TorchBasics.Lessons.Blocks.Paragraph;

namespace TorchBasics.Cli.Rendering;

/// <summary>What a lesson shows, in a terminal.</summary>
/// <param name="screen">Where it is printed.</param>
/// <param name="words">What is said about steps that are left out: the number of steps.</param>
internal sealed class BlockText(Screen screen, Func<int, string> words)
{
    private const int Widest = 100;
    private const int MostLines = 220; // of steps that are printed one below the other

    /// <summary>Prints blocks, with an empty line between them.</summary>
    public void Print(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks)
        {
            Print(block);
            screen.Line();
        }
    }

    /// <summary>Prints a text, broken so that its lines are easy to read.</summary>
    /// <param name="text">The text with its marks.</param>
    public void Print(string text) => Narrow(MarkedText.Pieces(text), Marked);

    private static string Marked(MarkedPiece piece)
    {
        var text = Tables.Cell(piece.Text);
        return piece.Kind switch
        {
            MarkKind.Code => $"[italic]{text}[/]",
            MarkKind.Strong => $"[bold]{text}[/]",
            _ => text,
        };
    }

    private void Print(Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                Print(paragraph.Text);
                break;
            case Heading heading:
                Narrow([new(heading.Text, MarkKind.Plain)], piece => $"[bold underline]{Tables.Cell(piece.Text)}[/]");
                break;
            case Formula formula:
                Lines(formula.Lines);
                break;
            case Beside beside:
                Print(beside.Items);
                break;
            case More more when more.Items.Any(IsShown):
                Print(more.Summary);
                Print(more.Items.Where(IsShown));
                break;
            case Frames frames:
                Print(frames);
                break;
            case DataTable table:
                Print(table);
                break;
            case Picture picture:
                Lines(picture.Lines);
                Print(picture.Caption);
                break;
        }
    }

    // What is only there to be looked at says nothing without its picture.
    private static bool IsShown(Block block) => block switch
    {
        Picture picture => picture.Lines.Count > 0,
        Beside beside => beside.Items.Any(IsShown),
        _ => true,
    };

    private void Print(Frames frames)
    {
        Print(frames.Caption);
        var all = frames.Items.Sum(items => items.Sum(Height)) <= MostLines;
        foreach (var items in all ? frames.Items : [frames.Items[0], frames.Items[^1]])
            Print(items);
        if (!all)
            Print(words(frames.Items.Count));
    }

    private void Print(DataTable table)
    {
        Print(table.Caption);
        var drawn = Tables.Create([.. table.Columns.Select(
            column => (column.Heading, column.IsText ? ColumnKind.Name : ColumnKind.Number))]);
        foreach (var row in table.Rows)
            drawn.AddRow([.. row.Select(Marked)]);
        screen.Write(drawn);
    }

    private static string Marked(Cell cell)
    {
        var text = Tables.Cell(MarkedText.Plain(cell.Text));
        return cell.Mark switch
        {
            CellMark.Right => $"[green]{text}[/]",
            CellMark.Wrong => $"[red]{text}[/]",
            _ => text,
        };
    }

    private static int Height(Block block) => block switch
    {
        Formula formula => formula.Lines.Count,
        Picture picture => picture.Lines.Count + 2,
        Beside beside => beside.Items.Sum(Height),
        DataTable table => table.Rows.Count + 4,
        _ => 2,
    };

    private void Lines(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            screen.Line($"  {line}");
    }

    private void Narrow(IEnumerable<MarkedPiece> pieces, Func<MarkedPiece, string> marked)
    {
        var width = screen.Output.Profile.Width;
        var lines = LineFiller.Lines(pieces, screen.IsTerminal ? Math.Min(Widest, width) : width);
        screen.Write(new Markup(string.Join('\n', lines.Select(line => string.Concat(line.Select(marked))))));
        if (screen.IsTerminal)
            screen.Line(); // a text ends within its line
    }
}
