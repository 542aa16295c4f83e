using System.Xml.Linq;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Pages.Charts;

/// <summary>Draws counts as bars, one below the other, each as long as its share of all, with the count beside it.</summary>
public static class BarChart
{
    private const int LabelEnd = 85;
    private const int BarStart = LabelEnd + 10;
    private const int Longest = 240; // leaves room for a count of twelve letters
    private const int RowHeight = 22;
    private const int BarHeight = 15;
    private const int Baseline = 16;

    /// <summary>Draws a chart.</summary>
    /// <param name="subject">What is counted; a person who cannot see the chart gets the counts with it.</param>
    /// <param name="bars">The bars, from top to bottom.</param>
    /// <returns>The svg element.</returns>
    public static XElement Draw(string subject, params IReadOnlyList<Bar> bars)
    {
        var total = Math.Max(1, bars.Sum(bar => bar.Count));
        var description = $"{subject}: {string.Join(", ", bars.Select(bar => $"{bar.Label}: {Count(bar.Count)}"))}";
        return Svg.Drawing(
            bars.Count * RowHeight,
            description,
            bars.Select((bar, row) => Draw(bar, Longest * (double)bar.Count / total, row * RowHeight)));
    }

    private static IEnumerable<XElement> Draw(Bar bar, double length, int top)
    {
        yield return Text(bar.Label, LabelEnd, top, "end");
        yield return Svg.Element(
            "rect",
            Attribute("x", BarStart),
            Attribute("y", top + ((RowHeight - BarHeight) / 2)),
            Attribute("width", Math.Round(length, 2)),
            Attribute("height", BarHeight),
            Attribute("style", $"fill:var(--{(bar.StandsOut ? "second" : "first")})"));
        yield return Text(Count(bar.Count), Math.Round(BarStart + length + 8, 2), top, "start");
    }

    private static XElement Text(string text, double x, int top, string anchor) =>
        Svg.Element("text", Attribute("x", x), Attribute("y", top + Baseline), Attribute("text-anchor", anchor), text);
}
