using System.Xml.Linq;
using TorchBasics.Lessons.Drawings;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class PixelPictureTests
{
    private static readonly byte[] PngMark = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public void A_picture_is_a_png_that_says_what_it_shows()
    {
        var image = new PixelPicture(new double[,] { { 0, 255, 0 }, { 255, 0, 255 } }).Draw("a small chess board");

        Assert.Equal(
            ("img", "pixels", "a small chess board"), (image.Name.LocalName, Value(image, "class"), Value(image, "alt")));
        Assert.Equal(("3", "2"), (Value(image, "width"), Value(image, "height")));
        Assert.Equal(PngMark, Convert.FromBase64String(Value(image, "src")["data:image/png;base64,".Length..])[..4]);
    }

    [Fact]
    public void Letters_are_fuller_for_larger_numbers_and_strokes_for_negative_ones() => Assert.Equal(
        ["  ░░▓▓██", "≡≡--"],
        new PixelPicture(new[,] { { 0, 0.25, 0.75, 1 }, { -1, -0.25, 0, 0 } }).Lines());

    [Fact]
    public void Tips_are_given_to_their_pixels_alone()
    {
        var drawing = new PixelPicture(new double[2, 2]) { Tip = (row, column) => row == column ? $"{row},{column}" : null };

        Assert.Equal(
            ["0,0", "1,1"],
            drawing.Draw("zeros").Descendants().Select(part => part.Attribute("data-tip")?.Value).OfType<string>());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Numbers_that_are_none_still_give_a_picture(double value) =>
        Assert.Equal("img", new PixelPicture(new[,] { { value, 1 } }).Draw("diverged").Name.LocalName);

    private static string Value(XElement element, string attribute) => element.Attribute(attribute)!.Value;
}
