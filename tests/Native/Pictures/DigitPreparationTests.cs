using CsCheck;
using SkiaSharp;
using TorchBasics.Core.Errors;
using TorchBasics.Digits;
using TorchBasics.Pictures;
using TorchBasics.Tests.Managed.Pictures;

namespace TorchBasics.Tests.Native.Pictures;

public class DigitPreparationTests
{
    [Fact]
    public void A_bar_is_scaled_to_20_pixels_and_centred_by_its_mass()
    {
        // 10 x 40 pixels of ink become 5 x 20; their centre of mass, at (2, 9.5) of the box, comes to lie on (14, 14).
        var picture = Filled(100, 90, paper: 0, ink: 255, left: 7, top: 31, boxWidth: 10, boxHeight: 40);

        var digit = DigitPreparation.Prepare(picture, "bar");

        Assert.Equal(Bar(left: 12, top: 4, width: 5, height: 20), digit.Pixels.ToArray());
    }

    [Theory]
    [InlineData(255, 0)]    // black on white
    [InlineData(200, 60)]   // pencil on grey paper
    [InlineData(20, 90)]    // faint light on dark
    public void Ink_becomes_white_on_black_whatever_it_was(byte paper, byte ink)
    {
        var onBlack = DigitPreparation.Prepare(
            Filled(50, 50, paper: 0, ink: 255, left: 20, top: 10, boxWidth: 7, boxHeight: 30), "black");

        var digit = DigitPreparation.Prepare(Filled(50, 50, paper, ink, left: 20, top: 10, boxWidth: 7, boxHeight: 30), "other");

        Assert.Equal(onBlack.Pixels.ToArray(), digit.Pixels.ToArray());
    }

    [Theory]
    [InlineData(255, 255)]
    [InlineData(0, 0)]
    [InlineData(200, 180)]
    public void A_picture_without_ink_is_refused(byte paper, byte ink)
    {
        var picture = Filled(30, 30, paper, ink, left: 10, top: 10, boxWidth: 5, boxHeight: 5);

        var error = Assert.Throws<TorchBasicsException>(() => DigitPreparation.Prepare(picture, "blank.png"));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.StartsWith("blank.png shows nothing but its background", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_picture_with_ink_becomes_28_by_28_with_its_mass_as_near_the_middle_as_it_fits() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60])
            .SelectMany(
                size => Gen.Byte.Array[size.Item1 * size.Item2].Select(pixels => new GreyPicture(size.Item1, size.Item2, pixels)))
            .Sample(picture =>
            {
                GreyPicture digit;
                try
                {
                    digit = DigitPreparation.Prepare(picture, "random");
                }
                catch (TorchBasicsException)
                {
                    return; // no ink
                }

                Assert.Equal((28, 28), (digit.Width, digit.Height));
                var (x, y) = CentreOfMass(digit);
                IsCentred(x, column => Enumerable.Range(0, 28).Any(row => digit[column, row] > 0));
                IsCentred(y, row => Enumerable.Range(0, 28).Any(column => digit[column, row] > 0));
            });

    // A sign that is heavy on one side cannot be moved beyond the edge of the picture: then it touches the edge.
    private static void IsCentred(double centre, Func<int, bool> hasInk) =>
        Assert.True(
            centre is >= 13.5 and <= 14.5 || hasInk(centre < 13.5 ? 27 : 0),
            $"The centre of mass is at {centre}, and nothing keeps it there.");

    [Theory]
    [InlineData(28, 0, false, SKEncodedImageFormat.Png)]
    [InlineData(28, 0, true, SKEncodedImageFormat.Jpeg)]
    [InlineData(140, 9, true, SKEncodedImageFormat.Png)]
    [InlineData(333, 40, false, SKEncodedImageFormat.Jpeg)]
    public void A_digit_comes_back_from_a_picture_of_another_size_and_colour(
        int size, int margin, bool onWhite, SKEncodedImageFormat format)
    {
        using var folder = new TemporaryFolder();
        const int Count = 50;
        var (images, _) = DigitGenerator.Generate(seed: 5, first: 0, Count);
        var (difference, moved) = (0.0, 0.0);

        for (var n = 0; n < Count; n++)
        {
            var original = images.Values<byte>().Slice(n * 784, 784);
            PictureFiles.Write(folder["p"], original, size, margin, onWhite, format);
            var back = DigitPreparation.Prepare(PictureFile.Read(folder["p"]), "p");
            difference += SquaredDistance(back.Pixels, original);
            moved += SquaredDistance(original[1..], original[..^1]);
        }

        // Scaling up and down again blurs; all the same the picture must be nearer to the original than the original
        // moved by a single pixel is. A mirrored, inverted, stretched or badly centred one is much further away.
        Assert.InRange(difference / moved, 0, 0.5);
    }

    private static double SquaredDistance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Pow(a[i] - b[i], 2);
        return sum;
    }

    private static GreyPicture Filled(int width, int height, byte paper, byte ink, int left, int top, int boxWidth, int boxHeight)
    {
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                pixels[(y * width) + x] = x >= left && x < left + boxWidth && y >= top && y < top + boxHeight ? ink : paper;
        return new(width, height, pixels);
    }

    private static byte[] Bar(int left, int top, int width, int height) =>
        Filled(28, 28, paper: 0, ink: 255, left, top, width, height).Pixels.ToArray();

    private static (double X, double Y) CentreOfMass(GreyPicture picture)
    {
        var (mass, x, y) = (0.0, 0.0, 0.0);
        for (var row = 0; row < picture.Height; row++)
        {
            for (var column = 0; column < picture.Width; column++)
            {
                mass += picture[column, row];
                x += picture[column, row] * column;
                y += picture[column, row] * row;
            }
        }

        return (x / mass, y / mass);
    }
}
