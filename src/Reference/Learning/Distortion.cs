using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Learning;

/// <summary>
/// What a picture is distorted by in one epoch: a map that keeps straight lines straight, and an elastic displacement.
/// </summary>
/// <remarks>
/// In pixels from the centre, x to the right and y downwards, a point goes to
///     (X, Y) = (s (q x + h y / q), s y / q),   (x', y') = (cos a X + sin a Y + tx, -sin a X + cos a Y + ty),
/// with squeeze q, shear h, factor of size s, angle a (counter-clockwise as seen) and shift t. All are drawn evenly about their
/// rest, five numbers for each sample, whatever is distorted, in the order tx, ty, a, s, h, from the stream ("augment", epoch),
/// and q from the stream ("squeeze", epoch).
/// The displacement comes from the stream ("elastic", epoch): for each sample a coarse grid of numbers for x, then one for y,
/// row by row, evenly over (-sqrt(3) e, sqrt(3) e), which has the deviation e.
/// Source: Simard, Steinkraus and Platt 2003, section 2; LeCun, Bottou, Bengio, Haffner 1998, section III.C, for the squeeze.
/// </remarks>
public sealed class Distortion
{
    private Distortion(Size2d size, double[] inverse, double[,] elasticX, double[,] elasticY, double elasticSigma) =>
        (Size, Inverse, ElasticX, ElasticY, ElasticSigma) = (size, inverse, elasticX, elasticY, elasticSigma);

    /// <summary>Height and width of the pictures.</summary>
    public Size2d Size { get; }

    /// <summary>
    /// Where the point (x', y') of the result is seen in the picture, in pixels from the centre:
    /// x = i[0] x' + i[1] y' + i[2],  y = i[3] x' + i[4] y' + i[5].
    /// </summary>
    public IReadOnlyList<double> Inverse { get; }

    /// <summary>Numbers of the coarse grid for x, in pixels; no rows where nothing is bent.</summary>
    public double[,] ElasticX { get; }

    /// <summary>Numbers of the coarse grid for y.</summary>
    public double[,] ElasticY { get; }

    /// <summary>
    /// Deviation of the Gaussian that smooths the coarse grid, in pixels, and from one of its numbers to the next.
    /// </summary>
    public double ElasticSigma { get; }

    /// <summary>Numbers of the coarse grid along an axis.</summary>
    /// <param name="size">Pixels along the axis.</param>
    /// <param name="sigma">Pixels from one to the next.</param>
    /// <returns>The number.</returns>
    public static int Knots(int size, double sigma) => (int)Math.Ceiling(size / sigma) + 1;

    /// <summary>
    /// The weights with which the coarse grid acts on a pixel along one axis: a Gaussian about the pixel, whose deviation is
    /// that from one number to the next, with the sum of squares 1, so that the displacement has the deviation of the numbers
    /// everywhere.
    /// </summary>
    /// <param name="pixel">The pixel, from 0.</param>
    /// <param name="size">Pixels along the axis.</param>
    /// <param name="sigma">Deviation of the Gaussian, in pixels.</param>
    /// <returns>One weight for each number.</returns>
    public static double[] Weights(int pixel, int size, double sigma)
    {
        var weights = new double[Knots(size, sigma)];
        var squares = 0.0;
        for (var k = 0; k < weights.Length; k++)
        {
            var fromPixel = ((k - ((weights.Length - 1) / 2.0)) * sigma) + ((size - 1) / 2.0) - pixel;
            weights[k] = ElementaryFunctions.Exp(-fromPixel * fromPixel / (2 * sigma * sigma));
            squares += weights[k] * weights[k];
        }

        for (var k = 0; k < weights.Length; k++)
            weights[k] /= Math.Sqrt(squares);
        return weights;
    }

    /// <summary>Draws the distortions of some samples of an epoch.</summary>
    /// <param name="augmentation">How far pictures are distorted.</param>
    /// <param name="size">Height and width of the pictures.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="samples">Numbers of the samples, at least one.</param>
    /// <returns>One distortion for each.</returns>
    public static IReadOnlyList<Distortion> Draw(
        Augmentation augmentation, Size2d size, ulong seed, int epoch, ReadOnlySpan<int> samples)
    {
        // The streams run through the samples of the set in their order.
        var places = new Dictionary<int, (double[] Map, double[,] X, double[,] Y)>();
        foreach (var sample in samples)
            places[sample] = default;
        var last = places.Keys.Max();

        var maps = RandomGenerator.ForStream(seed, "augment", (ulong)epoch);
        var squeezes = RandomGenerator.ForStream(seed, "squeeze", (ulong)epoch);
        var bends = RandomGenerator.ForStream(seed, "elastic", (ulong)epoch);
        for (var sample = 0; sample <= last; sample++)
        {
            var shiftX = maps.NextUniform(-augmentation.Shift, augmentation.Shift);
            var shiftY = maps.NextUniform(-augmentation.Shift, augmentation.Shift);
            var degrees = maps.NextUniform(-augmentation.Rotation, augmentation.Rotation);
            var angle = Math.IEEERemainder(degrees, 360) * Math.PI / 180; // the remainder is exact
            var scale = maps.NextUniform(1 - augmentation.Scale, 1 + augmentation.Scale);
            var shear = maps.NextUniform(-augmentation.Shear, augmentation.Shear);
            var squeeze = squeezes.NextUniform(1 - augmentation.Squeeze, 1 + augmentation.Squeeze);
            var map = Invert(squeeze, scale, shear, angle, shiftX, shiftY);
            var (x, y) = (new double[0, 0], new double[0, 0]);
            if (augmentation.Elastic > 0)
                (x, y) = (Grid(bends, size, augmentation), Grid(bends, size, augmentation));
            if (places.ContainsKey(sample))
                places[sample] = (map, x, y);
        }

        var distortions = new List<Distortion>();
        foreach (var sample in samples)
            distortions.Add(new(size, places[sample].Map, places[sample].X, places[sample].Y, augmentation.ElasticSigma));
        return distortions;
    }

    // Cramer's rule on the forward map, whose determinant is s^2.
    private static double[] Invert(double squeeze, double scale, double shear, double angle, double shiftX, double shiftY)
    {
        var (cos, sin) = (ElementaryFunctions.Cos(angle), ElementaryFunctions.Sin(angle));
        var (xx, xy) = (squeeze * scale * cos, scale * ((cos * shear) + sin) / squeeze);
        var (yx, yy) = (squeeze * -scale * sin, scale * (cos - (sin * shear)) / squeeze);
        var determinant = (xx * yy) - (xy * yx);
        var (a, b, c, d) = (yy / determinant, -xy / determinant, -yx / determinant, xx / determinant);
        return [a, b, -((a * shiftX) + (b * shiftY)), c, d, -((c * shiftX) + (d * shiftY))];
    }

    private static double[,] Grid(RandomGenerator random, Size2d size, Augmentation augmentation)
    {
        var numbers = new double[Knots(size.Height, augmentation.ElasticSigma), Knots(size.Width, augmentation.ElasticSigma)];
        for (var row = 0; row < numbers.GetLength(0); row++)
            for (var column = 0; column < numbers.GetLength(1); column++)
                numbers[row, column] = Math.Sqrt(3) * augmentation.Elastic * ((2.0 * random.NextSingle()) - 1);
        return numbers;
    }
}
