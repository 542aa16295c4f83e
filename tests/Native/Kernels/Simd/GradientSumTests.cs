using System.Runtime.InteropServices;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>
/// Sums over the samples of each share, and of those that are added here, beside plain loops. The numbers are whole and small,
/// so that every order of additions gives the same bits, and what stands around the targets must stay.
/// </summary>
public sealed unsafe class GradientSumTests
{
    private const float Around = -0f; // whatever is written there shows, the sum with a zero, too

    private static readonly Gen<int> Rows = Gen.Frequency((3, Gen.Int[1, 14]), (1, Gen.Int[15, 61]));

    // All shares of a batch, or those of one machine of several.
    private static readonly Gen<(ShareCut Cut, int First, int End)> Parts = Gen.Select(
        Gen.Frequency((4, Gen.Int[1, 300]), (1, Gen.Int[2049, 2300])), Gen.Int[1, 7], Gen.Int[0, 6]).Select(
            (samples, ranks, rank) =>
            {
                var cut = new ShareCut(samples);
                var (first, end) = cut.Of(rank % ranks, ranks);
                return (cut, first, end);
            });

    public static TheoryData<int> AllWidths => Widths.All;

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Gradients_of_weights_fill_their_panel_of_each_root_and_nothing_else(int bits) =>
        Gen.Select(Parts, Gen.Int[1, 150], Rows, Gen.Int[0, 2], Gen.ULong).Sample(
            (part, features, rows, behind, seed) =>
            {
                var random = new RandomGenerator(seed);
                foreach (var panel in Panels.Of(features))
                {
                    var (step, inputs) = (Lanes.Groups(rows) * Lanes.Count, panel.Count + behind);
                    var rootStep = (rows * inputs) + panel.Step;
                    var sums = new ShareSums(part.Cut, part.First, part.End, rootStep);
                    var samples = sums.Groups * Lanes.Count;
                    var x = Whole(random, samples * panel.Step);
                    for (var sample = 0; sample < samples; sample++)
                        x.AsSpan((sample * panel.Step) + panel.Count, panel.Step - panel.Count).Clear();
                    var gradSum = Whole(random, samples * step);
                    float[] target = [.. Enumerable.Repeat(Around, (sums.Roots.Count + 1) * rootStep)];
                    var expected = (float[])target.Clone();
                    foreach (var (root, range) in Ranges(sums).Index())
                        for (var row = 0; row < rows; row++)
                            for (var column = 0; column < panel.Count; column++)
                            {
                                var sum = 0f;
                                for (var sample = range.First; sample < range.End; sample++)
                                    sum += gradSum[(sample * step) + row] * x[(sample * panel.Step) + column];
                                expected[(root * rootStep) + (row * inputs) + column] = sum;
                            }

                    fixed (float* px = x, pg = gradSum, pt = target)
                        Widths.Of(bits).LinearBackwardWeight(sums, panel, rows, px, pg, step, pt, inputs);

                    AssertSame(expected, target);
                }
            },
            iter: Widths.Cases(80),
            threads: 1);

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Sums_over_samples_fill_their_places_in_each_root_and_nothing_else(int bits) =>
        Gen.Select(Parts, Gen.Int[1, 70], Gen.Int[0, 9], Gen.ULong).Sample(
            (part, features, behind, seed) =>
            {
                var (random, step, rootStep) = (new RandomGenerator(seed), features + behind, features + Lanes.Count);
                var sums = new ShareSums(part.Cut, part.First, part.End, rootStep);
                var rows = Whole(random, sums.Groups * Lanes.Count * step);
                float[] target = [.. Enumerable.Repeat(Around, (sums.Roots.Count + 1) * rootStep)];
                var expected = (float[])target.Clone();
                foreach (var (root, range) in Ranges(sums).Index())
                    for (var feature = 0; feature < features; feature++)
                    {
                        var sum = 0f;
                        for (var sample = range.First; sample < range.End; sample++)
                            sum += rows[(sample * step) + feature];
                        expected[(root * rootStep) + feature] = sum;
                    }

                fixed (float* pr = rows, pt = target)
                    Widths.Of(bits).SumSamples(sums, features, pr, step, pt);

                AssertSame(expected, target);
            },
            iter: Widths.Cases(100),
            threads: 1);

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Adding_changes_as_many_numbers_as_are_asked_for(int bits) =>
        Gen.Select(Gen.Int[0, 200], Gen.ULong).Sample(
            (count, seed) =>
            {
                var random = new RandomGenerator(seed);
                var (x, sum) = (Whole(random, count + Lanes.Count), Whole(random, count + Lanes.Count));
                sum.AsSpan(count).Fill(Around);
                x.AsSpan(count).Clear();
                var expected = sum.Select((value, i) => i < count ? value + x[i] : value).ToArray();

                fixed (float* px = x, ps = sum)
                    Widths.Of(bits).Add(count, px, ps);

                AssertSame(expected, sum);
            },
            iter: Widths.Cases(100),
            threads: 1);

    // The samples of each root, counted from the first that is added here.
    private static IEnumerable<(int First, int End)> Ranges(ShareSums sums)
    {
        foreach (var root in sums.Roots)
        {
            var (first, end) = (root.Index << root.Level, Math.Min((root.Index + 1) << root.Level, sums.Cut.Shares));
            yield return (Samples(first), Samples(end));
        }

        int Samples(int share) =>
            (Math.Min(share * sums.Cut.GroupsPerShare, sums.Cut.Groups) - sums.FirstGroup) * Lanes.Count;
    }

    private static void AssertSame(float[] expected, float[] actual) => Assert.Equal(
        MemoryMarshal.Cast<float, int>(expected).ToArray(), MemoryMarshal.Cast<float, int>(actual).ToArray());

    private static float[] Whole(RandomGenerator random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextInt32(15) - 7))];
}
