using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Core;

/// <summary>
/// Shears a picture so that the principal axis of its ink is vertical, by shifting its lines, and centres the ink.
/// </summary>
/// <remarks>
/// Pixels are ink: 0 is none. With n the sum of all pixels (of all channels), X and Y twice the distance of a pixel's centre from
/// the picture's, and SX, SY, SXY, SYY the sums of pixel times X, Y, XY, YY, the middle of the ink is at
/// (SX, SY) / n, and the slope that makes the covariance 0 is
///     a = (n SXY - SX SY) / (n SYY - SY^2),   0 where all ink is in one line.
/// Line j is seen at x + (SX / n + a (Y_j - SY / n)) / 2, the result's row y at y + SY / n / 2 of these lines, both linearly
/// between neighbours; outside there is no ink. Everything is computed in integers, and so the same on every machine: SX / n / 2,
/// SY / n / 2, a and each place are rounded to 1/65536, and a pixel to a whole number, halves up.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, section III.A, the "deslanted" set: second moments of the ink, and lines shifted
/// until the principal axis is vertical. Ours: pixels count as much as they are dark instead of 0 or 1, the middle of the ink
/// comes to the middle of the picture, and pictures keep their size instead of being cropped to 20 x 20.
/// </remarks>
public static class Deskewing
{
    private const int MostRows = 1024;
    private const int One = 1 << 16;

    /// <summary>Refuses samples that are no pictures.</summary>
    /// <param name="name">What they are called, for the error.</param>
    /// <param name="shape">Shape of one sample.</param>
    /// <exception cref="TorchBasicsException">
    /// It is not [C, H, W] with at most 1024 rows and columns: kind Usage.
    /// </exception>
    public static void Check(string name, Shape shape)
    {
        if (shape.Count != 3 || shape[1] > MostRows || shape[2] > MostRows)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"Deskewing shears pictures of at most {MostRows} x {MostRows} pixels; {name} has samples {shape}. "
                + "Leave it out.");
    }

    /// <summary>Deskews a picture.</summary>
    /// <param name="picture">[C, H, W], row by row.</param>
    /// <param name="shape">C, H and W.</param>
    /// <returns>The deskewed picture, of the same size; an empty one stays as it is.</returns>
    /// <exception cref="TorchBasicsException">The shape is no picture's: kind Usage.</exception>
    /// <exception cref="ArgumentException">The picture is not of the shape.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> picture, Shape shape)
    {
        var result = new byte[picture.Length];
        Apply(picture, shape, result);
        return result;
    }

    /// <summary>Deskews a picture into memory of the caller's.</summary>
    /// <param name="picture">[C, H, W], row by row.</param>
    /// <param name="shape">C, H and W.</param>
    /// <param name="result">The deskewed picture, of the same size; not the memory of the picture itself.</param>
    /// <exception cref="TorchBasicsException">The shape is no picture's: kind Usage.</exception>
    /// <exception cref="ArgumentException">A picture is not of the shape.</exception>
    public static void Apply(ReadOnlySpan<byte> picture, Shape shape, Span<byte> result)
    {
        Check("this picture", shape);
        if (picture.Length != shape.Elements || result.Length != picture.Length)
            throw new ArgumentException(
                $"A picture of {picture.Length} pixels is to be deskewed into {result.Length}; {shape} has {shape.Elements}.",
                nameof(picture));
        var (height, width) = (shape[1], shape[2]);
        if (Slant.Of(picture, height, width) is not { } slant)
        {
            picture.CopyTo(result);
            return;
        }

        for (var channel = 0; channel < shape[0]; channel++)
        {
            var start = channel * height * width;
            Shear(picture.Slice(start, height * width), height, width, slant, result.Slice(start, height * width));
        }
    }

    private static void Shear(ReadOnlySpan<byte> picture, int height, int width, Slant slant, Span<byte> result)
    {
        var first = slant.CentreY >> 16; // shifts round downwards
        var down = slant.CentreY & (One - 1);
        Span<int> upper = stackalloc int[width];
        Span<int> lower = stackalloc int[width];
        Shift(picture, height, first, slant, upper);
        for (var y = 0; y < height; y++)
        {
            Shift(picture, height, y + first + 1, slant, lower);
            var row = result.Slice(y * width, width);
            for (var x = 0; x < width; x++)
                row[x] = (byte)(((((long)One - down) * upper[x]) + ((long)down * lower[x]) + (1L << 31)) >> 32);
            var next = upper;
            upper = lower;
            lower = next;
        }
    }

    // A line of the picture in its new place, in 1/65536 of a grey level; nothing where there is no such line.
    private static void Shift(ReadOnlySpan<byte> picture, int height, long line, Slant slant, Span<int> shifted)
    {
        shifted.Clear();
        if (line < 0 || line >= height)
            return;
        var width = shifted.Length;
        var pixels = picture.Slice((int)line * width, width);
        var place = slant.PlaceOf(line, height);
        var right = (int)(place & (One - 1));
        var left = place >> 16;
        var (from, to) = (Math.Max(0, -left - 1), Math.Min(width, width - left));
        for (var x = from; x < to; x++)
        {
            var at = (int)(x + left);
            var ink = at >= 0 ? (One - right) * pixels[at] : 0;
            shifted[(int)x] = at + 1 < width ? ink + (right * pixels[at + 1]) : ink;
        }
    }

    // In 1/65536 of a pixel: half of SX / n and of SY / n, and a.
    private readonly record struct Slant(long CentreX, long CentreY, long Slope)
    {
        public static Slant? Of(ReadOnlySpan<byte> picture, int height, int width)
        {
            var (ink, sumX, sumY, sumXY, sumYY) = (0L, 0L, 0L, 0L, 0L);
            for (var start = 0; start < picture.Length; start += width)
            {
                var (inLine, alongLine) = (0L, 0L);
                for (var x = 0; x < width; x++)
                {
                    inLine += picture[start + x];
                    alongLine += picture[start + x] * ((2 * x) + 1 - width);
                }

                long y = (2 * (start / width % height)) + 1 - height;
                ink += inLine;
                sumX += alongLine;
                sumY += y * inLine;
                sumXY += y * alongLine;
                sumYY += y * y * inLine;
            }

            if (ink == 0)
                return null;
            var spread = ((Int128)ink * sumYY) - ((Int128)sumY * sumY);
            return new(
                Rounded((Int128)sumX * (One / 2), ink),
                Rounded((Int128)sumY * (One / 2), ink),
                spread == 0 ? 0 : Rounded((((Int128)ink * sumXY) - ((Int128)sumX * sumY)) * One, spread));
        }

        // Where the first pixel of a line is seen, from the first one of the picture, in 1/65536 of a pixel.
        public long PlaceOf(long line, int height) =>
            ((CentreX << 16) + (Slope * ((((2 * line) + 1 - height) << 15) - CentreY)) + (One / 2)) >> 16;

        // To the nearest, halves up; the divisor is above 0.
        private static long Rounded(Int128 dividend, Int128 divisor)
        {
            var (twice, whole) = ((2 * dividend) + divisor, 2 * divisor);
            var quotient = twice / whole;
            return (long)(twice % whole < 0 ? quotient - 1 : quotient);
        }
    }
}
