using System.Drawing;
using System.Xml.Linq;
using TorchBasics.Pages;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Reports;

/// <summary>Samples and weights as small pictures.</summary>
internal static class Picture
{
    private static readonly Color Positive = Color.FromArgb(213, 94, 0);
    private static readonly Color Negative = Color.FromArgb(0, 114, 178);

    /// <summary>
    /// A picture of a data set: grey for one channel, red, green and blue for three, the first channel for another number.
    /// </summary>
    public static XElement OfSample(SampleSet set, int index, string description)
    {
        var pixels = set.Sample<byte>(index).ToArray();
        var (height, width) = (set.Shape[1], set.Shape[2]);
        var (green, blue) = set.Shape[0] == 3 ? (height * width, 2 * height * width) : (0, 0);
        return Png.Image(width, height, description, (x, y) =>
        {
            var at = (y * width) + x;
            return Color.FromArgb(pixels[at], pixels[at + green], pixels[at + blue]);
        });
    }

    /// <summary>
    /// Weights as colours: orange above zero, blue below, and zero as the paper itself; channels side by side with a gap
    /// of one pixel.
    /// </summary>
    public static XElement OfWeights(
        ReadOnlySpan<float> weights, int channels, int height, int width, float strongest, string description)
    {
        var values = weights.ToArray();
        return Png.Image((channels * (width + 1)) - 1, height, description, (x, y) =>
        {
            var (channel, column) = (x / (width + 1), x % (width + 1));
            return column == width ? Color.Transparent : Shade(values[(((channel * height) + y) * width) + column], strongest);
        });
    }

    private static Color Shade(float weight, float strongest)
    {
        var strength = strongest > 0 ? Math.Min(1, Math.Abs(weight) / strongest) : 0;
        return Color.FromArgb((int)Math.Round(255 * strength), weight > 0 ? Positive : Negative);
    }
}
