using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Digits;

namespace TorchBasics.Tests.Managed.Core;

public class DeskewingTests
{
    // Python 3.11, everything in fractions.Fraction: the sums over p[y][x], near(f) = floor(f + 1/2),
    //     X = x - 5/2, Y = y - 2, mx = sum(p X) / n, my = sum(p Y) / n,
    //     a = sum(p (X - mx) (Y - my)) / sum(p (Y - my)^2), all three rounded to near(65536 f) / 65536;
    // line j is seen at x + near(65536 (mx + a (Y_j - my))) / 65536, row y between the lines floor(y + my) and the next.
    [Fact]
    public void A_made_picture_becomes_what_fractions_of_whole_numbers_give()
    {
        byte[] picture =
        [
            0, 7, 28, 0, 15, 78,
            17, 55, 0, 76, 59, 0,
            34, 0, 89, 89, 0, 34,
            0, 54, 71, 0, 50, 12,
            68, 5, 0, 18, 94, 0,
        ];

        Assert.Equal(
            [
                8, 24, 10, 17, 60, 17,
                34, 28, 42, 68, 28, 3,
                25, 20, 87, 66, 10, 26,
                4, 47, 63, 7, 47, 18,
                38, 26, 2, 10, 59, 32,
            ],
            Deskewing.Apply(picture, [1, 5, 6]));
    }

    [Fact]
    public void A_picture_that_stands_upright_in_the_middle_stays_as_it_is()
    {
        byte[] picture =
        [
            0, 3, 9, 9, 3, 0,
            7, 0, 200, 200, 0, 7,
            0, 0, 255, 255, 0, 0,
            7, 0, 200, 200, 0, 7,
            0, 3, 9, 9, 3, 0,
        ];

        Assert.Equal(picture, Deskewing.Apply(picture, [1, 5, 6]));
    }

    [Fact]
    public void An_empty_picture_stays_empty() => Assert.Equal(new byte[30], Deskewing.Apply(new byte[30], [1, 5, 6]));

    [Fact]
    public void Ink_in_one_line_is_centred_and_not_sheared()
    {
        byte[] picture = [80, 80, 80, 0, 0, .. new byte[10]];

        Assert.Equal([.. new byte[5], 0, 80, 80, 80, 0, .. new byte[5]], Deskewing.Apply(picture, [1, 3, 5]));
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.25)]
    [InlineData(-0.5)]
    public void A_slanted_bar_stands_upright_in_the_middle_afterwards(double slope)
    {
        const int size = 28;
        var picture = new byte[size * size];
        for (var y = 6; y < 20; y++)
            for (var x = 0; x < 4; x++)
                picture[(y * size) + (int)(14 + (slope * (y - 11))) + x] = 255;

        var before = Moments(picture, size);
        var after = Moments(Deskewing.Apply(picture, [1, size, size]), size);

        // Linear interpolation keeps sums, means and covariances, if no ink leaves the picture. What is left is the rounding of
        // pixels, half of one each, where the result or a neighbour of it has ink: 10 lines around the middle and 16 rows.
        var pixels = Enumerable.Range(0, 16 * 10)
            .Select(k => (X: Math.Abs((k % 10) - 4.5), Y: Math.Abs((k / 10) - 7.5))).ToList();
        Assert.InRange(Math.Abs(before.Covariance), 3, 20);
        Assert.InRange(Math.Abs(after.Covariance), 0, 0.5 * pixels.Sum(pixel => pixel.X * pixel.Y) / before.Ink);
        Assert.InRange(Math.Abs(after.X - 13.5), 0, 0.5 * pixels.Sum(pixel => pixel.X) / before.Ink);
        Assert.InRange(Math.Abs(after.Y - 13.5), 0, 0.5 * pixels.Sum(pixel => pixel.Y) / before.Ink);
    }

    [Fact]
    public void Channels_are_moved_together()
    {
        var (images, _) = DigitSet.Test.Generate(1);
        var digit = images.Bytes.Span;
        byte[] both = [.. digit, .. digit];

        var deskewed = Deskewing.Apply(both, [2, 28, 28]);

        Assert.Equal(Deskewing.Apply(digit, [1, 28, 28]), deskewed[..784]);
        Assert.Equal(deskewed[..784], deskewed[784..]);
    }

    [Fact]
    public void Samples_that_are_no_pictures_are_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Deskewing.Check("xor", [2]));

        Assert.Equal(
            (ErrorKind.Usage, "Deskewing shears pictures of at most 1024 x 1024 pixels; xor has samples [N, 2]. Leave it out."),
            (error.Kind, error.Message));
    }

    [Fact]
    public void A_picture_of_another_size_than_its_shape_is_refused() =>
        Assert.Throws<ArgumentException>(() => Deskewing.Apply(new byte[29], [1, 5, 6]));

    private static (double Ink, double X, double Y, double Covariance) Moments(byte[] picture, int size)
    {
        double ink = picture.Sum(pixel => pixel);
        var (x, y) = (Mean(i => i % size), Mean(i => i / size));
        return (ink, x, y, Mean(i => ((i % size) - x) * ((i / size) - y)));

        double Mean(Func<int, double> value) => picture.Index().Sum(pixel => pixel.Item * value(pixel.Index)) / ink;
    }
}
