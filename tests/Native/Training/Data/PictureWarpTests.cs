using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Data;

public class PictureWarpTests
{
    // Pixels are whole numbers and the background is half of one, so that subtracting and adding it again is exact.
    private const float Background = -0.5f;
    private const double U = 1.0 / (1 << 24);

    [Fact]
    public void No_distortion_returns_the_picture()
    {
        using var scope = NewDisposeScope();
        var pictures = Pictures(2, 28, 28);

        var warped = Warp(pictures, [AffineMap.Of(28), AffineMap.Of(28)]);

        // A place x in [-1, 1] is off by u, x + 1 by 2u more, times 28 by 2 * 28 u more, minus 1 by as much again; halved,
        // a place is off by at most 3.5 * 28 u pixels along each axis, and neighbours differ by at most the range.
        // Four products and three sums of the sampling and the background add 10 u of the range.
        const double range = 256;
        var bound = ((2 * 3.5 * 28) + 10) * U * range;
        Assert.InRange((warped - pictures).abs().max().item<float>(), 0, bound);
    }

    // With sides that are powers of two all places are exact in binary.
    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, -2)]
    [InlineData(-5, 4)]
    public void A_shift_by_whole_pixels_moves_pixels_exactly_and_fills_with_background(int right, int down)
    {
        using var scope = NewDisposeScope();
        var pictures = Pictures(1, 8, 16);

        var warped = Warp(pictures, [AffineMap.Of(new Size2d(8, 16), shiftX: right, shiftY: down)]);

        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 16; x++)
            {
                var inside = x - right is >= 0 and < 16 && y - down is >= 0 and < 8;
                var expected = inside ? pictures[0, 0, y - down, x - right].item<float>() : Background;
                Assert.Equal(expected, warped[0, 0, y, x].item<float>());
            }
        }
    }

    [Theory]
    [InlineData(90, 1)]
    [InlineData(180, 2)]
    [InlineData(-90, 3)]
    public void Quarter_turns_are_exact_and_counter_clockwise(double degrees, int turns)
    {
        using var scope = NewDisposeScope();
        var pictures = Pictures(2, 16, 16);

        var warped = Warp(pictures, [AffineMap.Of(16, degrees: degrees), AffineMap.Of(16, degrees: degrees)]);

        Assert.True(warped.equal(pictures.rot90(turns, (2, 3))).all().item<bool>());
    }

    [Fact]
    public void Maps_agree_with_plain_loops_in_double_precision() =>
        Gen.Select(
            Gen.Double[-4, 4], Gen.Double[-4, 4], Gen.Double[-180, 180],
            Gen.Double[0.7, 1.4], Gen.Double[-0.5, 0.5], Gen.Double[0.8, 1.25])
            .Sample((shiftX, shiftY, degrees, scale, shear, squeeze) =>
            {
                using var scope = NewDisposeScope();
                var pictures = Pictures(1, 7, 12);
                var expected = PlainLoops(pictures, shiftX, shiftY, degrees, scale, shear, squeeze);

                var map = AffineMap.Of(new Size2d(7, 12), shiftX, shiftY, degrees, scale, shear, squeeze);
                var warped = Warp(pictures, [map]).data<float>().ToArray();

                // A coordinate of the grid sums three products whose magnitudes are at most
                // (|map| of a row: 1.25 * 2 * (1 + 0.5) / 0.7 * 12 / 7 for both axes together, plus 1.25 * 8 / 7 * 2.2 for the
                // shift) < 13, each rounded at most 6 times; half of 12 pixels per unit: 470 u pixels, along both axes;
                // neighbours differ by at most 256.
                Assert.All(
                    expected.Zip(warped),
                    pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, ((2 * 470) + 10) * U * 256));
            }, iter: 200);

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    [InlineData(1.5)]
    [InlineData(1)]
    public void A_displacement_has_the_deviation_of_its_numbers_at_every_pixel_and_is_smooth(double sigma)
    {
        using var scope = NewDisposeScope();
        const int count = 2000;
        using var warp = new PictureWarp([1, 24, 24], [0], CPU, sigma);
        var random = new RandomGenerator(1);
        var knots = new float[count * 2 * warp.Knots.Area];
        foreach (ref var knot in knots.AsSpan())
            knot = (float)(Math.Sqrt(3) * random.NextUniform(-1, 1) * 2 / 24); // deviation: 1 pixel
        var ramp = arange(24, dtype: ScalarType.Float32).reshape(1, 1, 1, 24).expand(count, 1, 24, 24);
        var maps = Maps([.. Enumerable.Repeat(AffineMap.Of(24), count)]);

        var moved = warp.Apply(ramp, maps, tensor(knots, [count, 2, warp.Knots.Height, warp.Knots.Width]));

        // On a ramp the value is the place: away from the border the difference is the displacement along x.
        var displacement = (moved - ramp).slice(2, 8, 16, 1).slice(3, 8, 16, 1);
        var deviation = displacement.std(0, unbiased: false).data<float>().ToArray();
        var step = displacement.diff(dim: 3).std(0, unbiased: false).data<float>().ToArray();
        // 2000 samples know a deviation to 1 / sqrt(4000) = 1.6 %; five times that.
        Assert.All(deviation, value => Assert.InRange(value, 0.92, 1.08));
        // Neighbours correlate by exp(-1 / (4 sigma^2)) for Gaussian smoothing: 0.9845 for 4 pixels, a step of 0.176. As above.
        var expected = Math.Sqrt(2 * (1 - Math.Exp(-1 / (4 * sigma * sigma))));
        Assert.All(step, value => Assert.InRange(value / expected, 0.92, 1.08));
    }

    [Fact]
    public void Each_channel_is_filled_with_its_own_background()
    {
        using var scope = NewDisposeScope();
        using var warp = new PictureWarp([2, 4, 4], [-1, 7], CPU, elasticSigma: 4);

        var warped = warp.Apply(zeros(1, 2, 4, 4), Maps([AffineMap.Of(4, shiftX: 100)]));

        Assert.Equal([.. Enumerable.Repeat(-1f, 16), .. Enumerable.Repeat(7f, 16)], warped.data<float>().ToArray());
    }

    private static Tensor Pictures(int count, int height, int width)
    {
        var random = new RandomGenerator(5);
        var pixels = new float[count * height * width];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = random.NextInt32(256);
        return tensor(pixels, [count, 1, height, width]);
    }

    private static Tensor Warp(Tensor pictures, AffineMap[] maps)
    {
        using var warp = new PictureWarp([1, (int)pictures.shape[2], (int)pictures.shape[3]], [Background], CPU, elasticSigma: 4);
        return warp.Apply(pictures, Maps(maps));
    }

    private static Tensor Maps(AffineMap[] maps) =>
        tensor([.. maps.SelectMany(map => new[] { map.XX, map.XY, map.X, map.YX, map.YY, map.Y })], [maps.Length, 2, 3]);

    // For each result pixel: solve the forward map for its source by Cramer's rule, then interpolate between four pixels.
    private static double[] PlainLoops(
        Tensor picture, double shiftX, double shiftY, double degrees, double scale, double shear, double squeeze)
    {
        var (height, width) = ((int)picture.shape[2], (int)picture.shape[3]);
        var pixels = picture.data<float>().ToArray();
        var (c, s) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        // Forward matrix: rotation [c s; -s c] times shear [1 shear; 0 1], times scale, times squeeze [q 0; 0 1/q].
        var (wide, high) = (scale * squeeze, scale / squeeze);
        var (a, b, d, e) = (wide * c, high * ((c * shear) + s), wide * -s, high * ((-s * shear) + c));
        var determinant = (a * e) - (b * d);
        var result = new double[height * width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (px, py) = (x - ((width - 1) / 2.0) - shiftX, y - ((height - 1) / 2.0) - shiftY);
                var sourceX = (((e * px) - (b * py)) / determinant) + ((width - 1) / 2.0);
                var sourceY = (((a * py) - (d * px)) / determinant) + ((height - 1) / 2.0);
                var (left, top) = ((int)Math.Floor(sourceX), (int)Math.Floor(sourceY));
                var (right, down) = (sourceX - left, sourceY - top);
                result[(y * width) + x] =
                    ((1 - down) * (((1 - right) * Pixel(left, top)) + (right * Pixel(left + 1, top))))
                    + (down * (((1 - right) * Pixel(left, top + 1)) + (right * Pixel(left + 1, top + 1))));
            }
        }

        return result;

        double Pixel(int x, int y) => x >= 0 && x < width && y >= 0 && y < height ? pixels[(y * width) + x] : Background;
    }
}
