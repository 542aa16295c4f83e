using System.Xml.Linq;
using OxyPlot;
using TorchBasics.Training.Data;
using static TorchBasics.Training.Reports.Html;

namespace TorchBasics.Training.Reports;

/// <summary>Small pictures inside the page: PNG, as data in the address.</summary>
internal static class Picture
{
    private static readonly (byte R, byte G, byte B) Positive = (213, 94, 0);
    private static readonly (byte R, byte G, byte B) Negative = (0, 114, 178);

    /// <summary>A picture of a data set: grey for one channel, red, green and blue for three, the first channel for another number.</summary>
    public static XElement OfSample(SampleSet set, int index, string description)
    {
        var pixels = set.Sample<byte>(index).ToArray();
        var (height, width) = (set.Shape[1], set.Shape[2]);
        var (green, blue) = set.Shape[0] == 3 ? (height * width, 2 * height * width) : (0, 0);
        return Image(width, height, description, (x, y) =>
        {
            var at = (y * width) + x;
            return OxyColor.FromRgb(pixels[at], pixels[at + green], pixels[at + blue]);
        });
    }

    /// <summary>
    /// Weights as colours: orange above zero, blue below, and zero as the paper itself; channels side by side with a gap
    /// of one pixel.
    /// </summary>
    public static XElement OfWeights(ReadOnlySpan<float> weights, int channels, int height, int width, float strongest, string description)
    {
        var values = weights.ToArray();
        return Image((channels * (width + 1)) - 1, height, description, (x, y) =>
        {
            var (channel, column) = (x / (width + 1), x % (width + 1));
            return column == width ? OxyColors.Transparent : Shade(values[(((channel * height) + y) * width) + column], strongest);
        });
    }

    private static OxyColor Shade(float weight, float strongest)
    {
        var (r, g, b) = weight > 0 ? Positive : Negative;
        var strength = strongest > 0 ? Math.Min(1, Math.Abs(weight) / strongest) : 0;
        return OxyColor.FromArgb((byte)Math.Round(255 * strength), r, g, b);
    }

    private static XElement Image(int width, int height, string description, Func<int, int, OxyColor> pixel)
    {
        var pixels = new OxyColor[width, height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                pixels[x, y] = pixel(x, y);
        var png = OxyImage.Create(pixels, ImageFormat.Png).GetData();
        return Element(
            "img",
            Attribute("src", $"data:image/png;base64,{Convert.ToBase64String(png)}"),
            Attribute("width", width),
            Attribute("height", height),
            Attribute("alt", description));
    }
}
