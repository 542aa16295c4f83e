using System.Drawing;
using SkiaSharp;
using TorchBasics.Pages;

namespace TorchBasics.Tests.Managed.Pages;

public sealed class PngTests
{
    [Fact]
    public void A_picture_holds_every_pixel_with_its_opacity()
    {
        var image = Png.Image(3, 2, "a picture", (x, y) => Color.FromArgb(y == 0 ? 255 : 0, 10 * x, 100 + y, 7));

        var data = image.Attribute("src")!.Value["data:image/png;base64,".Length..];
        using var bitmap = SKBitmap.Decode(Convert.FromBase64String(data));
        Assert.Equal((3, 2), (bitmap.Width, bitmap.Height));
        Assert.Equal([new(0, 100, 7), new(10, 100, 7), new(20, 100, 7)], bitmap.Pixels[..3]);
        Assert.All(bitmap.Pixels[3..], pixel => Assert.Equal(0, pixel.Alpha));
        Assert.Equal(["3", "2", "a picture"], new[] { "width", "height", "alt" }.Select(name => image.Attribute(name)!.Value));
    }
}
