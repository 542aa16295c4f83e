using System.Runtime.InteropServices;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Tests.Native.Kernels.Simd;

namespace TorchBasics.Tests.Native.Kernels.Summation;

/// <summary>
/// The gradients of a fully connected layer over some shares of a batch: each sum that is left, beside plain loops over whole
/// numbers, and nothing around them. Weights and biases of several sums stand where those of several machines do.
/// </summary>
public sealed unsafe class LinearSumTests
{
    private const float Untouched = -0f; // whatever is written there shows, the sum with a zero, too

    public static TheoryData<int> AllWidths => Widths.All;

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Every_sum_that_is_left_stands_in_its_place_and_nothing_else_changes(int bits) =>
        Gen.Select(
            Gen.Frequency((1, Gen.Int[1, 20]), (2, Gen.Int[1, 200])),
            Gen.Frequency((2, Gen.Int[1, 20]), (1, Gen.Int[55, 130])),
            Gen.Frequency((2, Gen.Int[1, 300]), (1, Gen.Int[301, 700]), (1, Gen.Int[2049, 2300])),
            Gen.Int[1, 9],
            Gen.Int[0, 8],
            Gen.ULong).Sample(
                (inputs, outputs, samples, ranks, rank, seed) =>
                    Check(bits, inputs, samples > 700 ? Math.Min(outputs, 5) : outputs, samples, ranks, rank % ranks, seed),
                iter: Widths.Cases(60),
                threads: 1);

    private static void Check(int bits, int inputs, int outputs, int samples, int ranks, int rank, ulong seed)
    {
        var (cut, random) = (new ShareCut(samples), new RandomGenerator(seed));
        var (first, end) = cut.Of(rank, ranks);
        // Weights, a gap, biases, a gap: then those of the next sum.
        var biasAt = (inputs * outputs) + Lanes.Count;
        var rootStep = biasAt + outputs + Lanes.Count;
        var sums = new ShareSums(cut, first, end, rootStep);
        if (sums.Shares == 0)
            return;
        var (x, gradY) = (Whole(random, sums.Groups, inputs), Whole(random, sums.Groups, outputs));
        var gradients = new float[(sums.Roots.Count + 1) * rootStep];
        gradients.AsSpan().Fill(Untouched);
        var expected = (float[])gradients.Clone();
        foreach (var (number, root) in sums.Roots.Index())
        {
            var from = (root.Index << root.Level) * cut.GroupsPerShare;
            var to = Math.Min((root.Index + 1) << root.Level, cut.Shares) * cut.GroupsPerShare;
            var here = (From: from - sums.FirstGroup, To: Math.Min(to, cut.Groups) - sums.FirstGroup);
            Plain(inputs, outputs, x, gradY, here, expected.AsSpan(number * rootStep), biasAt);
        }

        fixed (float* px = x, pg = gradY, pw = gradients)
        {
            var (input, output) = (new Plane(inputs, 1, 1), new Plane(outputs, 1, 1));
            using var block = new LinearBlock(
                Widths.Of(bits), input, output, activation: null, new(null, pw), new(null, pw + biasAt));
            using var batch = new AlignedFloats(block.BatchFloats(sums.Groups, sums.Shares));
            for (var group = 0; group < sums.Groups; group++)
                block.Backward(
                    new Slice(0, group, 1) { BatchGroups = sums.Groups, BatchShares = sums.Shares },
                    new BlockMemory
                    {
                        X = px + ((nint)group * input.GroupStep),
                        GradY = pg + ((nint)group * output.GroupStep),
                        Batch = batch.Pointer,
                    });
            for (var task = 0; task < block.GradientTasks; task++)
                block.CollectGradients(task, batch.Pointer, sums);
        }

        Assert.Equal(MemoryMarshal.Cast<float, int>(expected).ToArray(), MemoryMarshal.Cast<float, int>(gradients).ToArray());
    }

    private static void Plain(
        int inputs, int outputs, float[] x, float[] gradY, (int From, int To) groups, Span<float> gradients, int biasAt)
    {
        for (var o = 0; o < outputs; o++)
        {
            var bias = 0f;
            var row = gradients.Slice(o * inputs, inputs);
            row.Clear();
            for (var group = groups.From; group < groups.To; group++)
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    var g = gradY[(((group * outputs) + o) * Lanes.Count) + lane];
                    bias += g;
                    for (var i = 0; i < inputs; i++)
                        row[i] += g * x[(((group * inputs) + i) * Lanes.Count) + lane];
                }

            gradients[biasAt + o] = bias;
        }
    }

    private static float[] Whole(RandomGenerator random, int groups, int features) =>
        [.. Enumerable.Range(0, groups * features * Lanes.Count).Select(_ => (float)(random.NextInt32(7) - 3))];
}
