using System.Drawing;
using System.Xml.Linq;
using OxyPlot;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Pages;

/// <summary>Small pictures inside the page, as data in their addresses.</summary>
public static class Png
{
    /// <summary>A picture.</summary>
    /// <param name="width">Columns; at least 1.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="description">What a person who cannot see it should know.</param>
    /// <param name="pixel">The colour in a column (x) and a row (y), counted from 0 at the top left.</param>
    /// <returns>The img element.</returns>
    public static XElement Image(int width, int height, string description, Func<int, int, Color> pixel)
    {
        var pixels = new OxyColor[width, height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                pixels[x, y] = OxyColor.FromUInt32((uint)pixel(x, y).ToArgb());
        var png = OxyImage.Create(pixels, ImageFormat.Png).GetData();
        return Element(
            "img",
            Attribute("src", $"data:image/png;base64,{Convert.ToBase64String(png)}"),
            Attribute("width", width),
            Attribute("height", height),
            Attribute("alt", description));
    }
}
