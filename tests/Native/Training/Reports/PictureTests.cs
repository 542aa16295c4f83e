using System.Xml.Linq;
using SkiaSharp;
using TorchBasics.Tests.Native.Training.Data;
using TorchBasics.Training.Data;
using TorchBasics.Training.Reports;

namespace TorchBasics.Tests.Native.Training.Reports;

public class PictureTests
{
    // Two rows of three pixels.
    [Fact]
    public void One_channel_is_shown_in_grey()
    {
        var set = Samples.Pictures([1, 2, 3, 4, 5, 6], [1, 1, 2, 3], [0], classes: 1);

        Assert.Equal([[1, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, 4], [5, 5, 5], [6, 6, 6]], Pixels(set, width: 3, height: 2));
    }

    [Fact]
    public void Three_channels_are_red_green_and_blue()
    {
        var set = Samples.Pictures([10, 11, 20, 21, 30, 31], [1, 3, 1, 2], [0], classes: 1);

        Assert.Equal([[10, 20, 30], [11, 21, 31]], Pixels(set, width: 2, height: 1));
    }

    private static int[][] Pixels(SampleSet set, int width, int height)
    {
        var image = Picture.OfSample(set, 0, "a picture");
        Assert.Equal(
            ($"{width}", $"{height}", "a picture"), (Value(image, "width"), Value(image, "height"), Value(image, "alt")));
        using var bitmap = SKBitmap.Decode(Convert.FromBase64String(Value(image, "src")["data:image/png;base64,".Length..]));
        Assert.Equal((width, height), (bitmap.Width, bitmap.Height));
        return [.. bitmap.Pixels.Select(pixel => new int[] { pixel.Red, pixel.Green, pixel.Blue })];
    }

    private static string Value(XElement image, string name) => image.Attribute(name)!.Value;
}
