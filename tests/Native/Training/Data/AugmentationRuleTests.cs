using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Data;

/// <summary>
/// The distortions against their rule, written once more in plain loops, and against the distributions that it promises.
/// </summary>
public class AugmentationRuleTests
{
    private const int Size = 24;
    private const double FalseAlarm = 1e-9;

    private delegate double Reading(Func<int, int, double> pixel);

    [Theory]
    [InlineData(3, 0, 4)]
    [InlineData(3, 2, 4)]
    [InlineData(4, 2, 4)]
    [InlineData(4, 2, 3)]
    [InlineData(4, 2, 5.5)]
    public void Pictures_are_distorted_as_plain_loops_distort_them(ulong seed, int epoch, double sigma)
    {
        using var scope = NewDisposeScope();
        const int Count = 3, Height = 10, Width = 13;
        var augmentation = new Augmentation
        {
            Shift = 2,
            Rotation = 10,
            Scale = 0.1,
            Squeeze = 0.2,
            Shear = 0.1,
            Elastic = 0.5,
            ElasticSigma = sigma,
        };
        var set = Samples.Pictures(Count, Height, Width);
        using var data = new TensorData(set, new Normalization([1], [-0.5f]), CPU);

        var distorted = Distort(data, augmentation, seed, epoch).data<float>().ToArray();

        // A place is off by 400 u pixels for the map, as PictureWarpTests derives, and for the displacement by 16 roundings of
        // at most sqrt(3) / 2 * 5 pixels, along both axes; neighbours differ by at most 255, and so much do ten sums add.
        var bound = ((2 * (400 + (16 * 5))) + 10) * 255.0 / (1 << 24);
        var expected = PlainLoops(set, augmentation, seed, epoch, Height, Width);
        Assert.All(expected.Zip(distorted), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, bound));
    }

    public static TheoryData<string> Parameters => ["shift x", "shift y", "rotation", "scale", "squeeze x", "squeeze y", "shear"];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Each_number_is_uniform_over_its_range(string parameter)
    {
        using var scope = NewDisposeScope();
        const int Count = 2000;
        // Each reading undoes the map on a ramp, where the value of a pixel is the place it was taken from.
        var (augmentation, alongX, low, high, read) = parameter switch
        {
            "shift x" => (new Augmentation { Shift = 3 }, true, -3.0, 3.0, (Reading)(pixel => 11.5 - Middle(pixel))),
            "shift y" => (new Augmentation { Shift = 3 }, false, -3, 3, pixel => 11.5 - Middle(pixel)),
            "rotation" => (new Augmentation { Rotation = 10 }, true, -10, 10, pixel =>
                -Math.Asin((pixel(11, 19) - pixel(11, 4)) / 15) * 180 / Math.PI),
            "scale" => (new Augmentation { Scale = 0.2 }, true, 0.8, 1.2, pixel => 15 / (pixel(19, 11) - pixel(4, 11))),
            "squeeze x" => (new Augmentation { Squeeze = 0.2 }, true, 0.8, 1.2, pixel => 15 / (pixel(19, 11) - pixel(4, 11))),
            "squeeze y" => (new Augmentation { Squeeze = 0.2 }, false, 0.8, 1.2, pixel => (pixel(11, 19) - pixel(11, 4)) / 15),
            _ => (new Augmentation { Shear = 0.2 }, true, -0.2, 0.2, pixel => (pixel(11, 4) - pixel(11, 19)) / 15),
        };
        using var data = Ramps(Count, alongX);

        var distorted = Distort(data, augmentation, seed: 1, epoch: 0).data<float>().ToArray();

        var values = Enumerable.Range(0, Count)
            .Select(n => read((x, y) => distorted[(((n * Size) + y) * Size) + x])).Order().ToArray();
        // Dvoretzky, Kiefer, Wolfowitz with Massart's constant: two distribution functions differ by more than e with probability
        // 2 exp(-2 n e^2).
        var limit = Math.Sqrt(Math.Log(2 / FalseAlarm) / (2.0 * Count));
        Assert.InRange(values[0], low - 1e-4, high);
        Assert.InRange(values[^1], low, high + 1e-4);
        for (var n = 0; n < Count; n++)
            Assert.InRange((values[n] - low) / (high - low), ((double)n / Count) - limit, ((n + 1.0) / Count) + limit);
    }

    [Fact]
    public void An_elastic_displacement_has_the_deviation_that_is_asked_for()
    {
        using var scope = NewDisposeScope();
        const int Count = 4000;
        using var data = Ramps(Count, alongX: true);

        var distorted = Distort(data, new Augmentation { Elastic = 1 }, seed: 1, epoch: 0).data<float>().ToArray();

        // A displacement is a sum of independent numbers, uniform in +-sqrt(3), with weights whose squares sum to 1: mean 0, and
        // a square of mean 1, of variance at most 2 (its kurtosis is below 3) and at most B^2. Hoeffding for sums of such
        // numbers: the mean of n is off by t with probability 2 exp(-n t^2 / 6); Bernstein: the mean square by 2 exp(-n
        // t^2 / (4 + 2 B^2 t / 3)).
        int[] places = [8, 11, 15];
        var worst = places.Max(place => Weights(place, Size, sigma: 4).Sum());
        var (square, log) = (3 * Math.Pow(worst, 4), Math.Log(2 * 2 * places.Length * places.Length / FalseAlarm));
        var meanLimit = Math.Sqrt(6 * log / Count);
        var linear = 2 * square / 3 * log / Count;
        var squareLimit = (linear + Math.Sqrt((linear * linear) + (16 * log / Count))) / 2;
        Assert.InRange(squareLimit, 0, 0.4); // so that a variance of 1/3 or 3 is seen
        foreach (var y in places)
        {
            foreach (var x in places)
            {
                var moves = Enumerable.Range(0, Count).Select(n => distorted[(((n * Size) + y) * Size) + x] - x).ToArray();
                Assert.InRange(moves.Average(), -meanLimit, meanLimit);
                Assert.InRange(moves.Average(move => (double)move * move), 1 - squareLimit, 1 + squareLimit);
                Assert.InRange(moves.Max(Math.Abs), 0, Math.Sqrt(square));
            }
        }
    }

    private static double Middle(Func<int, int, double> pixel) => (pixel(11, 11) + pixel(12, 12)) / 2;

    private static TensorData Ramps(int count, bool alongX)
    {
        var pixels = new byte[count * Size * Size];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(alongX ? i % Size : i / Size % Size);
        return new TensorData(
            Samples.Pictures(pixels, [count, 1, Size, Size], new int[count], classes: 1), Normalization.Identity, CPU);
    }

    private static Tensor Distort(TensorData data, Augmentation augmentation, ulong seed, int epoch)
    {
        using var augmenter = new Augmenter(augmentation, data, seed);
        augmenter.StartEpoch(epoch);
        return augmenter.Gather(arange(data.Count, dtype: ScalarType.Int64));
    }

    // The maps: five numbers for each sample, and one from a stream of its own for the squeeze. The displacements: for each
    // sample, for x and then y, a grid of numbers sigma pixels apart, smoothed with a Gaussian of sigma pixels (Simard,
    // Steinkraus and Platt 2003, section 2).
    private static double[] PlainLoops(SampleSet set, Augmentation augmentation, ulong seed, int epoch, int height, int width)
    {
        var maps = RandomGenerator.ForStream(seed, "augment", (ulong)epoch);
        var elastic = RandomGenerator.ForStream(seed, "elastic", (ulong)epoch);
        var squeezes = RandomGenerator.ForStream(seed, "squeeze", (ulong)epoch);
        var sigma = augmentation.ElasticSigma;
        var (rows, columns) = ((int)Math.Ceiling(height / sigma) + 1, (int)Math.Ceiling(width / sigma) + 1);
        var result = new double[set.Count * height * width];
        for (var n = 0; n < set.Count; n++)
        {
            var shiftX = ((2 * maps.NextDouble()) - 1) * augmentation.Shift;
            var shiftY = ((2 * maps.NextDouble()) - 1) * augmentation.Shift;
            var angle = ((2 * maps.NextDouble()) - 1) * augmentation.Rotation * Math.PI / 180;
            var scale = 1 + (((2 * maps.NextDouble()) - 1) * augmentation.Scale);
            var shear = ((2 * maps.NextDouble()) - 1) * augmentation.Shear;
            var squeeze = 1 + (((2 * squeezes.NextDouble()) - 1) * augmentation.Squeeze);
            var knots = new double[2, rows, columns];
            for (var axis = 0; axis < 2; axis++)
                for (var row = 0; row < rows; row++)
                    for (var column = 0; column < columns; column++)
                        knots[axis, row, column] = ((2 * elastic.NextSingle()) - 1) * Math.Sqrt(3) * augmentation.Elastic;

            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    // Back through the shift, the rotation, the scale, the shear and the squeeze.
                    var (px, py) = (x - ((width - 1) / 2.0) - shiftX, y - ((height - 1) / 2.0) - shiftY);
                    (px, py) = ((Math.Cos(angle) * px) - (Math.Sin(angle) * py), (Math.Sin(angle) * px) + (Math.Cos(angle) * py));
                    (px, py) = (px / scale, py / scale);
                    px -= shear * py;
                    (px, py) = (px / squeeze, py * squeeze);
                    var (moveX, moveY) = (0.0, 0.0);
                    for (var row = 0; row < rows; row++)
                    {
                        for (var column = 0; column < columns; column++)
                        {
                            var weight = Weights(y, height, sigma)[row] * Weights(x, width, sigma)[column];
                            moveX += weight * knots[0, row, column];
                            moveY += weight * knots[1, row, column];
                        }
                    }

                    result[(((n * height) + y) * width) + x] = Between(
                        px + moveX + ((width - 1) / 2.0), py + moveY + ((height - 1) / 2.0), n);
                }
            }
        }

        return result;

        double Between(double x, double y, int n)
        {
            var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            var (right, down) = (x - left, y - top);
            return ((1 - down) * (((1 - right) * Pixel(left, top, n)) + (right * Pixel(left + 1, top, n))))
                + (down * (((1 - right) * Pixel(left, top + 1, n)) + (right * Pixel(left + 1, top + 1, n))));
        }

        double Pixel(int x, int y, int n) =>
            x >= 0 && x < width && y >= 0 && y < height ? set.Sample<byte>(n)[(y * width) + x] - 0.5 : -0.5;
    }

    // Of one pixel to all numbers of its row or column, with the sum of squares 1.
    private static double[] Weights(int pixel, int size, double sigma)
    {
        var count = (int)Math.Ceiling(size / sigma) + 1;
        var weights = new double[count];
        var squares = 0.0;
        for (var knot = 0; knot < count; knot++)
        {
            var distance = pixel - ((size - 1) / 2.0) - (sigma * (knot - ((count - 1) / 2.0)));
            weights[knot] = Math.Exp(-distance * distance / (2 * sigma * sigma));
            squares += weights[knot] * weights[knot];
        }

        for (var knot = 0; knot < count; knot++)
            weights[knot] /= Math.Sqrt(squares);
        return weights;
    }
}
