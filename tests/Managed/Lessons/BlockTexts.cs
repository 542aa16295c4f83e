using System.Xml.Linq;
using TorchBasics.Lessons.Blocks;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>What blocks say.</summary>
internal static class BlockTexts
{
    /// <summary>Blocks and those within them, in order.</summary>
    public static IEnumerable<Block> Flat(IEnumerable<Block> blocks) =>
        blocks.SelectMany(block => Inner(block).Prepend(block));

    /// <summary>Everything that a block says by itself, also to those who cannot see it.</summary>
    public static IEnumerable<string> Of(Block block) => block switch
    {
        Paragraph paragraph => [paragraph.Text],
        Heading heading => [heading.Text],
        Formula formula => formula.Lines,
        Frames frames => [frames.Caption],
        More more => [more.Summary],
        DataTable table => [table.Caption, .. table.Columns.Select(column => column.Heading), .. Cells(table)],
        Picture picture =>
        [
            picture.Caption,
            .. picture.Lines,
            .. picture.Markup.DescendantsAndSelf().Attributes()
                .Where(attribute => attribute.Name.LocalName is "aria-label" or "data-tip").Select(attribute => attribute.Value),
            .. picture.Markup.DescendantsAndSelf().Where(element => element.Name.LocalName is "text")
                .Select(element => element.Value),
        ],
        _ => [],
    };

    /// <summary>The cells of a table, row by row.</summary>
    public static IEnumerable<string> Cells(DataTable table) => table.Rows.SelectMany(row => row).Select(cell => cell.Text);

    private static IEnumerable<Block> Inner(Block block) => block switch
    {
        Beside beside => Flat(beside.Items),
        More more => Flat(more.Items),
        Frames frames => frames.Items.SelectMany(Flat),
        _ => [],
    };
}
