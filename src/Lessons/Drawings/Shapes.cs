using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Parts of drawings. Colours belong to the style sheet: a shape only says what it stands for, by its class.</summary>
internal static class Shapes
{
    /// <summary>A length in a drawing, in as few digits as an eye needs; never a comma, whatever the system's language.</summary>
    public static string Length(double value) => (Math.Round(value * 10) / 10 + 0.0).ToString(CultureInfo.InvariantCulture);

    /// <summary>A rectangle.</summary>
    public static XElement Rectangle(string names, double x, double y, double width, double height) => Svg.Element(
        "rect", Class(names), Attribute("x", x), Attribute("y", y), Attribute("width", width), Attribute("height", height));

    /// <summary>A circle.</summary>
    public static XElement Circle(string names, double x, double y, double radius) =>
        Svg.Element("circle", Class(names), Attribute("cx", x), Attribute("cy", y), Attribute("r", radius));

    /// <summary>A straight line.</summary>
    public static XElement Line(string names, double x1, double y1, double x2, double y2) => Svg.Element(
        "line", Class(names), Attribute("x1", x1), Attribute("y1", y1), Attribute("x2", x2), Attribute("y2", y2));

    /// <summary>A line through points.</summary>
    public static XElement Path(string names, IEnumerable<(double X, double Y)> points, bool isClosed = false) => Svg.Element(
        "path",
        Class(names),
        new XAttribute(
            "d", $"M{string.Join('L', points.Select(point => $"{Length(point.X)} {Length(point.Y)}"))}{(isClosed ? "Z" : "")}"));

    /// <summary>Letters.</summary>
    /// <param name="names">Classes.</param>
    /// <param name="x">Where they are.</param>
    /// <param name="y">The line that they stand on.</param>
    /// <param name="text">The letters.</param>
    /// <param name="anchor">Which part of them is there: "start", "middle" or "end".</param>
    /// <param name="size">Their height.</param>
    public static XElement Text(
        string names, double x, double y, string text, string anchor = "middle", double size = Svg.TextSize) => Svg.Element(
        "text", Class(names), Attribute("x", x), Attribute("y", y), new XAttribute("text-anchor", anchor),
        Attribute("font-size", size), text);

    /// <summary>The mark of a point of a class: each has a shape of its own, so that no one has to tell colours apart.</summary>
    /// <param name="label">The class, from 0.</param>
    /// <param name="x">Its middle.</param>
    /// <param name="y">Its middle.</param>
    /// <param name="size">Half of its width.</param>
    /// <param name="names">More classes of the style sheet.</param>
    public static XElement Mark(int label, double x, double y, double size = 6, string names = "")
    {
        names = $"mark class{label} {names}".TrimEnd();
        return (label % 4) switch
        {
            0 => Circle(names, x, y, size),
            1 => Rectangle(names, x - size, y - size, 2 * size, 2 * size),
            2 => Path(names, [(x, y - (1.3 * size)), (x + (1.2 * size), y + size), (x - (1.2 * size), y + size)], isClosed: true),
            _ => Path(names, [(x, y - (1.4 * size)), (x + (1.4 * size), y), (x, y + (1.4 * size)), (x - (1.4 * size), y)], true),
        };
    }

    /// <summary>Has an element tell something to whoever points at it, or reaches it by keyboard.</summary>
    /// <param name="element">The element.</param>
    /// <param name="tip">What it tells.</param>
    public static XElement WithTip(XElement element, string tip)
    {
        element.Add(new XAttribute("data-tip", tip));
        return element;
    }

    private static XAttribute? Class(string names) => names.Length > 0 ? new("class", names) : null;

    private static XAttribute Attribute(string name, double value) => new(name, Length(value));
}
