using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Learning;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Tests.Native.Training.Data;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Kernels.Distortions;

/// <summary>The kernel beside libtorch's operators, which do the same on other devices.</summary>
public sealed unsafe class PictureDistortionTests
{
    private const int Count = 20;

    [Theory]
    [InlineData(1, 28, 28, 4)]
    [InlineData(3, 7, 12, 1.5)]
    [InlineData(2, 33, 5, 3)]
    public void Pictures_are_those_of_libtorch_but_for_rounding(int channels, int height, int width, double sigma)
    {
        using var scope = NewDisposeScope();
        var set = Set(channels, height, width);
        float[] offsets = [.. Enumerable.Range(0, channels).Select(channel => channel - 0.5f)];
        using var data = new TensorData(set, new Normalization([.. offsets.Select(_ => 1f)], offsets), CPU);
        var random = new RandomGenerator(3);
        using var warp = new PictureWarp([channels, height, width], offsets, CPU, sigma);
        var maps = new float[Count * 6];
        for (var n = 0; n < Count; n++)
        {
            var map = AffineMap.Of(
                warp.Size, Draw(9), Draw(9), Draw(40), 1 + Draw(0.2), Draw(0.3), 1 + Draw(0.2));
            float[] numbers = [map.XX, map.XY, map.X, map.YX, map.YY, map.Y];
            numbers.CopyTo(maps, 6 * n);
        }

        var knots = new float[Count * 2 * warp.Knots.Area];
        foreach (ref var knot in knots.AsSpan())
            knot = (float)Draw(2.0 / width);
        var samples = new StoredSamples([channels, height, width], isBytes: true, data.Normalization)
        {
            Distortions = new(
                new(
                    [channels, height, width],
                    warp.Knots,
                    ElasticSmoothing.Weights(height, sigma),
                    ElasticSmoothing.Weights(width, sigma)),
                maps,
                knots),
        };
        samples.Choose(order: null, start: 0);
        var actual = new float[Count * channels * height * width];
        using var pin = set.Inputs.Bytes.Pin();
        samples.Set(pin.Pointer, labels: null);
        fixed (float* y = actual)
            samples.WriteDistorted(first: 0, Count, channels * height * width, y);

        var expected = warp.Apply(
            data.Inputs,
            tensor(maps, [Count, 2, 3]),
            tensor(knots, [Count, 2, warp.Knots.Height, warp.Knots.Width])).data<float>().ToArray();

        // In units of u = 2^-24: a coordinate sums three products and a displacement, whose magnitudes are together below 20 in
        // half-widths (as PictureWarpTests derive, with shifts of 9 pixels of at least 5), each rounded at most 8 times on either
        // side, times half of 33 pixels: 2 * 20 * 8 * 17 pixels, along both axes; neighbours differ by at most 256, and the sums
        // of sampling are rounded 10 times.
        var bound = ((2 * 2 * 20 * 8 * 17) + 20) * 256.0 / (1 << 24);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, bound));

        double Draw(double reach) => random.NextUniform(-reach, reach);
    }

    [Fact]
    public void Lanes_get_the_pictures_and_zeros_behind_them()
    {
        var set = Set(1, 6, 5);
        using var data = new TensorData(set, new Normalization([0.5f], [-3]), CPU);
        using var augmenter = new Augmenter(new Augmentation { Shift = 1, Elastic = 0.5 }, data, seed: 1);
        augmenter.StartEpoch(0);
        using var pin = set.Inputs.Bytes.Pin();
        var samples = new StoredSamples([1, 6, 5], isBytes: true, data.Normalization) { Distortions = augmenter.Epoch };
        samples.Set(pin.Pointer, labels: null);
        samples.Choose(order: [5, 2, 9, 0], start: 1);
        var plane = new Plane(1, 6, 5);
        var x = Enumerable.Repeat(float.NaN, plane.GroupStep).ToArray();

        fixed (float* lanes = x)
            samples.Fill(first: 0, count: 3, plane, lanes);

        using var scope = NewDisposeScope();
        var expected = augmenter.Gather(tensor(new long[] { 2, 9, 0 })).data<float>().ToArray();
        for (var pixel = 0; pixel < 30; pixel++)
            for (var lane = 0; lane < Lanes.Count; lane++)
                Assert.Equal(lane < 3 ? expected[(lane * 30) + pixel] : 0, x[(pixel * Lanes.Count) + lane]);
    }

    private static SampleSet Set(int channels, int height, int width)
    {
        var random = new RandomGenerator(7);
        var pixels = new byte[Count * channels * height * width];
        foreach (ref var pixel in pixels.AsSpan())
            pixel = (byte)random.NextInt32(256);
        return Samples.Pictures(pixels, [Count, channels, height, width], new int[Count], classes: 1);
    }
}
