using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Learning;

/// <summary>A picture as its distortion makes it: each pixel of the result is what is seen at its place in the picture.</summary>
/// <remarks>
/// Between the pixels the picture is bilinear: with u = x - floor(x), v = y - floor(y) and the four neighbours p,
///     f(x, y) = (1-u)(1-v) p00 + u (1-v) p01 + (1-u) v p10 + u v p11;
/// outside it is background. f is continuous, so that a place that is off by (dx, dy) changes the value by at most
/// Lx dx + Ly dy, where Lx and Ly are the largest differences of neighbours that the place can lie between.
/// The places are computed as an engine computes them, in coordinates from -1 to 1 between the picture's edges, so that
/// their rounding is known: a pixel at i of n has its centre at (2 i + 1 - n) / n.
/// Source: PyTorch torch.nn.functional.grid_sample with align_corners=False.
/// </remarks>
public static class DistortedPicture
{
    private const double OwnRounding = 32.0 / (1L << 53); // of a map's entries, which are about 1, in double precision

    /// <summary>Distorts a picture.</summary>
    /// <param name="distortion">The distortion.</param>
    /// <param name="picture">[C, H, W], each pixel with its bound.</param>
    /// <param name="background">What stands outside, channel by channel.</param>
    /// <returns>[C, H, W], each pixel with its bound.</returns>
    public static Tensor<Rounded<Binary32>> Of(
        Distortion distortion, Tensor<Rounded<Binary32>> picture, IReadOnlyList<double> background)
    {
        var (channels, height, width) = (picture.Sizes[0], picture.Sizes[1], picture.Sizes[2]);
        var inks = Ink(picture, background);
        var (placesX, placesY) = Places(distortion, height, width);
        var result = picture.ZerosLike();
        for (var channel = 0; channel < channels; channel++)
            for (var i = 0; i < height; i++)
                for (var j = 0; j < width; j++)
                    result[channel, i, j] = (Seen(inks, channel, placesX[(i * width) + j], placesY[(i * width) + j])
                        + Exactly(background[channel])).Closed;
        return result;
    }

    // How far each pixel is from the background.
    private static Tensor<Rounded<Binary32>> Ink(Tensor<Rounded<Binary32>> picture, IReadOnlyList<double> background)
    {
        var ink = picture.ZerosLike();
        for (var channel = 0; channel < picture.Sizes[0]; channel++)
            for (var i = 0; i < picture.Sizes[1]; i++)
                for (var j = 0; j < picture.Sizes[2]; j++)
                    ink[channel, i, j] = (picture[channel, i, j] - Exactly(background[channel])).Closed;
        return ink;
    }

    // Where each pixel of the result is seen, in pixels from the centre of the first one.
    private static (Rounded<Binary32>[] X, Rounded<Binary32>[] Y) Places(Distortion distortion, int height, int width)
    {
        var (x, y) = (new Rounded<Binary32>[height * width], new Rounded<Binary32>[height * width]);
        var bentX = Bent(distortion, distortion.ElasticX, height, width, 2.0 / width);
        var bentY = Bent(distortion, distortion.ElasticY, height, width, 2.0 / height);
        var map = distortion.Inverse;
        var (xx, xy, x0) = (Entry(map[0]), Entry(map[1] * height / width), Entry(map[2] * 2 / width));
        var (yx, yy, y0) = (Entry(map[3] * width / height), Entry(map[4]), Entry(map[5] * 2 / height));
        for (var i = 0; i < height; i++)
            for (var j = 0; j < width; j++)
            {
                var (column, row) = (Centre(j, width), Centre(i, height));
                var k = (i * width) + j;
                x[k] = InPixels((xx * column) + (xy * row) + x0, bentX?[k], width);
                y[k] = InPixels((yx * column) + (yy * row) + y0, bentY?[k], height);
            }

        return (x, y);
    }

    private static Rounded<Binary32> InPixels(Rounded<Binary32> place, Rounded<Binary32>? bent, int size)
    {
        var moved = bent is { } displacement ? (place.Closed + displacement).Closed : place.Closed;
        return ((((moved + Exactly(1)).Closed * Exactly(size)) - Exactly(1)).Closed / Exactly(2)).Closed;
    }

    // rows (numbers columns): the displacement of each pixel, from the coarse grid; null where nothing is bent.
    private static Rounded<Binary32>[]? Bent(
        Distortion distortion, double[,] numbers, int height, int width, double unit)
    {
        var (rows, columns) = (numbers.GetLength(0), numbers.GetLength(1));
        if (rows == 0)
            return null;
        var along = new Rounded<Binary32>[rows * width];
        for (var j = 0; j < width; j++)
        {
            var weights = Distortion.Weights(j, width, distortion.ElasticSigma);
            for (var row = 0; row < rows; row++)
            {
                var sum = default(Rounded<Binary32>);
                for (var column = 0; column < columns; column++)
                    sum += Entry(numbers[row, column] * unit, roundings: 2) * Entry(weights[column]);
                along[(row * width) + j] = sum.Closed;
            }
        }

        var bent = new Rounded<Binary32>[height * width];
        for (var i = 0; i < height; i++)
        {
            var weights = Distortion.Weights(i, height, distortion.ElasticSigma);
            for (var j = 0; j < width; j++)
            {
                var sum = default(Rounded<Binary32>);
                for (var row = 0; row < rows; row++)
                    sum += Entry(weights[row]) * along[(row * width) + j];
                bent[(i * width) + j] = sum.Closed;
            }
        }

        return bent;
    }

    private static Rounded<Binary32> Seen(Tensor<Rounded<Binary32>> ink, int channel, Rounded<Binary32> x, Rounded<Binary32> y)
    {
        var (left, top) = ((int)Math.Floor(x.Value), (int)Math.Floor(y.Value));
        var (u, v) = (x.Value - left, y.Value - top);
        var (value, size, inherited) = (0.0, 0.0, 0.0);
        for (var down = 0; down <= 1; down++)
            for (var right = 0; right <= 1; right++)
            {
                var weight = (right == 0 ? 1 - u : u) * (down == 0 ? 1 - v : v);
                var pixel = At(ink, channel, top + down, left + right);
                value += weight * pixel.Value;
                size += weight * Math.Abs(pixel.Value);
                inherited += weight * pixel.Error;
            }

        // Two roundings for the distances, one for their product, one for the pixel's share, three for the sum: below 8.
        return Rounded<Binary32>.Within(
            value, inherited + (8 * Binary32.UnitRoundoff * size) + Moved(ink, channel, x, y) + Binary32.SmallestNormal);
    }

    // Lx dx + Ly dy.
    private static double Moved(Tensor<Rounded<Binary32>> ink, int channel, Rounded<Binary32> x, Rounded<Binary32> y)
    {
        var (left, right) = ((int)Math.Floor(x.Value - x.Error), (int)Math.Floor(x.Value + x.Error) + 1);
        var (top, bottom) = ((int)Math.Floor(y.Value - y.Error), (int)Math.Floor(y.Value + y.Error) + 1);
        var (slopeX, slopeY) = (0.0, 0.0);
        for (var row = top; row <= bottom; row++)
            for (var column = left; column <= right; column++)
            {
                if (column < right)
                    slopeX = Math.Max(slopeX, Difference(At(ink, channel, row, column), At(ink, channel, row, column + 1)));
                if (row < bottom)
                    slopeY = Math.Max(slopeY, Difference(At(ink, channel, row, column), At(ink, channel, row + 1, column)));
            }

        return (slopeX * x.Error) + (slopeY * y.Error);
    }

    private static double Difference(Rounded<Binary32> a, Rounded<Binary32> b) => Math.Abs(a.Value - b.Value) + a.Error + b.Error;

    private static Rounded<Binary32> At(Tensor<Rounded<Binary32>> ink, int channel, int row, int column) =>
        row < 0 || row >= ink.Sizes[1] || column < 0 || column >= ink.Sizes[2] ? default : ink[channel, row, column];

    private static Rounded<Binary32> Centre(int pixel, int size) => Entry(((2.0 * pixel) + 1 - size) / size);

    // A number that an engine has rounded to single precision.
    private static Rounded<Binary32> Entry(double value, int roundings = 1) =>
        Rounded<Binary32>.Within(value, (roundings * 1.001 * Binary32.UnitRoundoff * Math.Abs(value)) + OwnRounding);

    private static Rounded<Binary32> Exactly(double value) => Rounded<Binary32>.Exactly(value);
}
