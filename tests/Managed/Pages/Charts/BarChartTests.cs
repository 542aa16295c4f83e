using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Tests.Managed.Pages.Charts;

public sealed class BarChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Each_bar_is_as_long_as_its_share_of_all()
    {
        var chart = BarChart.Draw("errors", new Bar("exact", 3_000), new Bar("<= 1", 1_000), new Bar("> 1", 0, StandsOut: true));

        var widths = Bars(chart, "width").Select(width => double.Parse(width, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(3, widths[0] / widths[1], 1e-9);
        Assert.Equal(0, widths[2]);
        Assert.Equal(["exact", "3,000", "<= 1", "1,000", "> 1", "0"], chart.Elements(Svg + "text").Select(text => text.Value));
    }

    [Fact]
    public void A_bar_that_stands_out_has_a_colour_of_its_own()
    {
        var chart = BarChart.Draw("errors", new Bar("<= 1", 1), new Bar("> 1", 1, StandsOut: true));

        Assert.Equal(["fill:var(--first)", "fill:var(--second)"], Bars(chart, "style"));
    }

    [Fact]
    public void The_counts_are_said_to_a_person_who_cannot_see_them()
    {
        var chart = BarChart.Draw("errors", new Bar("exact", 2), new Bar("> 1", 0));

        Assert.Equal("errors: exact: 2, > 1: 0", chart.Attribute("aria-label")!.Value);
    }

    [Fact]
    public void Nothing_counted_is_drawn_without_bars() =>
        Assert.Equal(["0"], Bars(BarChart.Draw("errors", new Bar("exact", 0)), "width"));

    private static IEnumerable<string> Bars(XElement chart, string attribute) =>
        chart.Elements(Svg + "rect").Select(bar => bar.Attribute(attribute)!.Value);
}
