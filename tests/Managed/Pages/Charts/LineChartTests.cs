using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Tests.Managed.Pages.Charts;

public sealed class LineChartTests
{
    private static readonly ChartAxis Steps = new("Step") { IsWhole = true, Minimum = 0 };

    [Theory]
    [InlineData(true, 0.1, 0.5)]
    [InlineData(true, 0.1, double.NaN, 0.5)]
    [InlineData(false, 0.1, 0.49)]
    [InlineData(false, 0.0, 0.5)]
    [InlineData(false, double.NaN)]
    public void An_axis_is_logarithmic_where_the_largest_value_is_five_times_the_smallest(bool expected, params double[] values)
    {
        Assert.Equal(expected, new ChartAxis("Loss").LogarithmicWhereWorthIt([Curve("training", values)]).IsLogarithmic);
    }

    [Fact]
    public void A_chart_has_the_titles_of_its_axes_and_curves_as_text()
    {
        var words = Words(Draw(new("Loss"), Curve("training", 1, 2, 3), Curve("test", 2, 3, 4)));

        Assert.All(["Step", "Loss", "training", "test"], title => Assert.Contains(title, words));
    }

    [Fact]
    public void Few_decades_are_marked_at_1_2_and_5()
    {
        var words = Words(Draw(new("Loss") { IsLogarithmic = true }, Curve("training", 0.09, 0.3, 2.5)));

        Assert.All(["0.1", "0.2", "0.5", "1", "2"], mark => Assert.Contains(mark, words));
    }

    [Fact]
    public void Many_decades_are_marked_at_their_powers()
    {
        var words = Words(Draw(new("Loss") { IsLogarithmic = true }, Curve("training", 0.0001, 1, 1000)));

        Assert.Contains("1", words);
        Assert.DoesNotContain("0.2", words);
        Assert.DoesNotContain("0.5", words);
    }

    [Fact]
    public void An_axis_keeps_within_what_its_numbers_can_be()
    {
        var room = new ChartAxis("Accuracy (%)") { Room = 0.5 };

        Assert.Contains("150", Words(Draw(room, Curve("training", 0, 100))));
        Assert.DoesNotContain("150", Words(Draw(room with { Highest = 100.5 }, Curve("training", 0, 100))));
        Assert.DoesNotContain("-50", Words(Draw(room with { Lowest = -0.5 }, Curve("training", 0, 100))));
    }

    [Fact]
    public void Points_that_are_not_finite_are_left_out()
    {
        var with = Draw(new("Loss"), Curve("training", 1, double.NaN, 2, double.PositiveInfinity));
        var without = Draw(new("Loss"), new Curve("training", [(0, 1), (2, 2)]));

        Assert.Equal(without.ToString(), with.ToString());
    }

    [Fact]
    public void Colours_are_those_of_the_page_and_nothing_is_named()
    {
        var chart = Draw(new("Loss"), Curve("training", 1, 2), Curve("test", 2, 3)).ToString();

        Assert.All(
            ["--line", "--first", "--second"], colour => Assert.Contains($"var({colour})", chart, StringComparison.Ordinal));
        Assert.DoesNotContain("rgb(", chart, StringComparison.Ordinal);
        Assert.DoesNotContain(" id=", chart, StringComparison.Ordinal); // names of two charts on a page would clash
    }

    [Fact]
    public void More_lines_than_can_be_told_apart_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(new("Loss"), [.. "abcdef".Select(name => Curve($"{name}", 1))]));

    [Fact]
    public void Chinese_names_of_curves_do_not_lie_on_each_other()
    {
        var chart = Draw(new("Loss"), Curve("学过的数字", 1, 2), Curve("未见的数字", 2, 3));

        var left = chart.Descendants().Where(element => element.Value is "学过的数字" or "未见的数字")
            .Select(text => double.Parse(
                text.Attribute("transform")!.Value.Split('(', ',')[1], CultureInfo.InvariantCulture))
            .Order().ToList();
        Assert.True(left[1] - left[0] > 5 * Svg.TextSize, $"{left[0]}, {left[1]}");
    }

    private static XElement Draw(ChartAxis vertical, params IReadOnlyList<Curve> curves) =>
        LineChart.Draw("a chart", Steps, vertical, curves);

    private static Curve Curve(string name, params double[] values) =>
        new(name, [.. values.Select((value, step) => ((double)step, value))]);

    private static List<string> Words(XElement chart) =>
        [.. chart.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value)];
}
