using System.Numerics;

namespace TorchBasics.Reference.Learning;

/// <summary>A picture with its lines shifted so that the principal axis of its ink is vertical, and its ink centred.</summary>
/// <remarks>
/// With p the pixels, in pixels from the centre, x to the right and y downwards, sums over all of them:
///     n = sum p,   mx = sum p x / n,   my = sum p y / n,
///     vy = sum p (y - my)^2 / n,   c = sum p (x - mx) (y - my) / n,   a = c / vy, 0 where vy = 0.
/// A point (x, y) of the picture goes to (x - mx - a (y - my), y - my), whose covariance is c - a vy = 0. mx, my, a and the place
/// at which a line is seen are rounded to 1/65536, the pixels of the result to whole numbers, all halves up; the numbers here
/// are fractions of whole numbers, so that nothing else is rounded.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, section III.A.
/// </remarks>
public static class DeskewedPicture
{
    private const long One = 65536;
    private static readonly BigInteger Unit = One;

    /// <summary>Deskews a picture.</summary>
    /// <param name="pixels">[C, H, W], row by row.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>[C, H, W], row by row.</returns>
    public static byte[] Of(ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        var result = pixels.ToArray();
        var (n, mx, my, slope) = Moments(pixels, channels, height, width);
        if (n.IsZero)
            return result;
        for (var y = 0; y < height; y++)
        {
            // Two lines around y + my, and in each of them two pixels around its place.
            var (line, v) = Split(((BigInteger)y * Unit) + my);
            var ((left, u), (leftBelow, uBelow)) = (Split(ShiftOf(line)), Split(ShiftOf(line + 1)));
            for (var channel = 0; channel < channels; channel++)
                for (var x = 0; x < width; x++)
                {
                    var upper = ((One - u) * Pixel(pixels, channel, line, x + left))
                        + (u * Pixel(pixels, channel, line, x + left + 1));
                    var lower = ((One - uBelow) * Pixel(pixels, channel, line + 1, x + leftBelow))
                        + (uBelow * Pixel(pixels, channel, line + 1, x + leftBelow + 1));
                    result[(((channel * height) + y) * width) + x] =
                        (byte)((((One - v) * upper) + (v * lower) + (One * One / 2)) / (One * One));
                }
        }

        return result;

        // In 1/65536, from the first pixel of the line.
        BigInteger ShiftOf(long row)
        {
            var fromCentre = ((2 * (BigInteger)row) + 1 - height) * (Unit / 2);
            return Nearest((mx * Unit) + (slope * (fromCentre - my)), Unit);
        }

        long Pixel(ReadOnlySpan<byte> all, int channel, long row, long column) =>
            row < 0 || column < 0 || row >= height || column >= width
                ? 0
                : all[(int)((((channel * height) + row) * width) + column)];
    }

    // n, and mx, my, a in 1/65536. Twice the distances from the centre are whole numbers.
    private static (BigInteger N, BigInteger MeanX, BigInteger MeanY, BigInteger Slope) Moments(
        ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        var (n, sumX, sumY) = (0L, 0L, 0L);
        for (var i = 0; i < pixels.Length; i++)
        {
            n += pixels[i];
            sumX += pixels[i] * TwiceX(i);
            sumY += pixels[i] * TwiceY(i);
        }

        if (n == 0)
            return default;
        var (covariance, variance) = (BigInteger.Zero, BigInteger.Zero); // times 4 n^3, and so their quotient is a
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] == 0)
                continue;
            var fromMeanY = ((BigInteger)n * TwiceY(i)) - sumY;
            covariance += pixels[i] * (((BigInteger)n * TwiceX(i)) - sumX) * fromMeanY;
            variance += pixels[i] * fromMeanY * fromMeanY;
        }

        return (
            n,
            Nearest(sumX * Unit, 2 * (BigInteger)n),
            Nearest(sumY * Unit, 2 * (BigInteger)n),
            variance.IsZero ? 0 : Nearest(covariance * Unit, variance));

        long TwiceX(int i) => (2 * (i % width)) + 1 - width;

        long TwiceY(int i) => (2 * (i / width % height)) + 1 - height;
    }

    // A number in 1/65536: the whole number below, and what is left.
    private static (long Whole, long Fraction) Split(BigInteger number)
    {
        var whole = Floor(number, Unit);
        return ((long)whole, (long)(number - (whole * Unit)));
    }

    private static BigInteger Nearest(BigInteger dividend, BigInteger divisor) => Floor((2 * dividend) + divisor, 2 * divisor);

    private static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
