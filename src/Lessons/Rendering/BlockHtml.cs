using System.Xml.Linq;
using TorchBasics.Lessons.Blocks;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Lessons.Rendering;

/// <summary>Blocks as HTML.</summary>
internal static class BlockHtml
{
    /// <summary>A block.</summary>
    public static XElement Of(Block block) => block switch
    {
        Paragraph paragraph => Element("p", Inline(paragraph.Text)),
        Heading heading => Element("h3", heading.Text),
        Formula formula => Element("pre", Class("formula"), Attribute("tabindex", 0), string.Join('\n', formula.Lines)),
        Beside beside => Element("div", Class("beside"), beside.Items.Select(Of)),
        Frames frames => Of(frames),
        More more => Element("details", Element("summary", Inline(more.Summary)), more.Items.Select(Of)),
        DataTable table => ScrollingTable(table.Caption, table.Columns, table.Rows.Select(row => Of(table, row))),
        Picture picture => Element(
            "figure",
            Class("chart"),
            picture.Markup,
            Element("figcaption", Inline(picture.Hint is null ? picture.Caption : $"{picture.Caption} {picture.Hint}"))),
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "There is no such block."),
    };

    /// <summary>A text with its marks.</summary>
    public static IEnumerable<object> Inline(string text) => MarkedText.Pieces(text).Select(piece => piece.Kind switch
    {
        MarkKind.Code => (object)Element("code", piece.Text),
        MarkKind.Strong => Element("strong", piece.Text),
        _ => piece.Text,
    });

    private static XElement Of(Frames frames) => Element(
        "figure",
        Attribute("data-frames", frames.Items.Count),
        frames.Items.Select(items => Element("div", Attribute("data-frame", ""), items.Select(Of))),
        Element("figcaption", Inline(frames.Caption)));

    private static XElement Of(DataTable table, IReadOnlyList<Cell> row) => Row(
        row[0].Text,
        row.Skip(1).Zip(table.Columns.Skip(1), (cell, column) => Element(
            "td", Class($"{(column.IsText ? "text " : "")}{Name(cell.Mark)}".TrimEnd()), Inline(cell.Text))));

    private static string Name(CellMark mark) => mark switch
    {
        CellMark.None => "",
        CellMark.Right => "good",
        CellMark.Wrong => "bad",
        _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, "There is no such mark."),
    };
}
