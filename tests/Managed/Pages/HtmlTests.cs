using TorchBasics.Pages;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Tests.Managed.Pages;

public sealed class HtmlTests
{
    [Fact]
    public void A_table_of_records_says_what_its_columns_and_rows_are_about()
    {
        Column[] columns = [new("class", IsText: true), new("samples")];

        var table = ScrollingTable(
            "Test samples by class", columns, [Row("seven", Cell(7)), Row("eight", Class("bad"), Cell(8))]);

        var headers = table.Descendants("th").ToLookup(header => header.Attribute("scope")!.Value, header => header.Value);
        Assert.Equal(["class", "samples"], headers["col"]);
        Assert.Equal(["seven", "eight"], headers["row"]);
        Assert.Equal(["7", "8"], table.Descendants("td").Select(cell => cell.Value));
        Assert.Equal("Test samples by class", table.Element("table")!.Element("caption")!.Value);
        Assert.Equal("eight8", table.Descendants("tr").Single(row => row.Attribute("class")?.Value == "bad").Value);
    }

    [Fact]
    public void Words_stand_on_the_left_in_the_head_as_below()
    {
        var table = ScrollingTable("Taken for another class", [new("answer", IsText: true)], [Row("one", TextCell("seven"))]);

        var words = table.Descendants().Where(element => element.Attribute("class")?.Value == "text");
        Assert.Equal(["answer", "seven"], words.Select(element => element.Value));
    }

    [Fact]
    public void A_table_can_be_scrolled_with_the_keyboard_and_is_announced()
    {
        var region = ScrollingTable("Made with", Element("tbody"));

        Assert.Equal("0", region.Attribute("tabindex")!.Value);
        Assert.Equal(("region", "Made with"), (region.Attribute("role")!.Value, region.Attribute("aria-label")!.Value));
    }

    [Theory]
    [InlineData(0.991234, "99.12 %")]
    [InlineData(0, "0.00 %")]
    public void A_share_is_written_in_percent(double share, string expected) => Assert.Equal(expected, Percent(share));

    [Theory]
    [InlineData(1234.5678, 4, "1235")]
    [InlineData(0.00012345, 2, "0.00012")]
    public void A_number_has_as_many_digits_as_are_asked_for(double value, int digits, string expected) =>
        Assert.Equal(expected, Number(value, digits));
}
