using System.Xml.Linq;

namespace TorchBasics.Pages.Charts;

/// <summary>What all drawings have in common.</summary>
public static class Svg
{
    /// <summary>Width of a chart; small enough that its letters stay readable when a phone shows it 340 pixels wide.</summary>
    public const int ChartWidth = 460;

    /// <summary>Height of letters.</summary>
    public const int TextSize = 15;

    /// <summary>Names of elements that are drawn.</summary>
    public static XNamespace Namespace { get; } = "http://www.w3.org/2000/svg";

    /// <summary>A drawing as wide as a chart, which a browser scales.</summary>
    /// <param name="height">Its height where it is as wide as that.</param>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <param name="content">What is drawn.</param>
    /// <returns>The svg element.</returns>
    public static XElement Drawing(int height, string description, params object?[] content) => Element(
        "svg",
        new XAttribute("viewBox", $"0 0 {ChartWidth} {height}"),
        new XAttribute("role", "img"),
        new XAttribute("aria-label", description),
        content);

    /// <summary>A part of a drawing.</summary>
    /// <param name="name">Its name, such as "path".</param>
    /// <param name="content">Attributes and content.</param>
    /// <returns>The element.</returns>
    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);
}
