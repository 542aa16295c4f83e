using CsCheck;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Gradients are exchanged in parts, and parts in slices: none of them may be forgotten or come twice.</summary>
public sealed class GradientPartsTests
{
    private const int WorthMessages = 1 << 16;

    // Layers without parameters, small ones, and some that are worth a part of their own, sizes in whole cache lines.
    private static readonly Gen<int[]> Layers =
        Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[1, 600]), (2, Gen.Int[1000, 9000])).Select(lines => lines * Lanes.Count)
            .Array[1, 12];

    [Fact]
    public void Parts_cover_every_float_once_from_the_last_to_the_first() =>
        Layers.Sample(sizes =>
        {
            var parts = Parts(sizes);
            var end = sizes.Sum();
            for (var part = 0; part < parts.Count; part++)
            {
                var (start, count) = parts.Range(part);
                Assert.Equal(end, start + count);
                Assert.True(count > 0 || parts.Count == 1);
                end = start;
            }

            Assert.Equal(0, end);
        });

    [Fact]
    public void A_layer_lies_whole_in_its_part_and_no_part_comes_before_what_it_needs() =>
        Layers.Sample(sizes =>
        {
            var (parts, start, before) = (Parts(sizes), 0, int.MaxValue);
            for (var layer = 0; layer < sizes.Length; layer++)
            {
                var (part, range) = (parts.Of(layer), parts.Range(parts.Of(layer)));
                Assert.InRange(part, 0, Math.Min(before, parts.Count - 1)); // from the last layer to the first
                if (sizes[layer] > 0)
                    Assert.True(range.Start <= start && start + sizes[layer] <= range.Start + range.Count);
                (start, before) = (start + sizes[layer], part);
            }
        });

    [Fact]
    public void Every_part_of_several_is_worth_its_messages() =>
        Layers.Sample(sizes =>
        {
            var parts = Parts(sizes);
            for (var part = 0; part < parts.Count && parts.Count > 1; part++)
                Assert.InRange(parts.Range(part).Count, WorthMessages, int.MaxValue);
        });

    [Fact]
    public void Two_large_layers_are_two_parts()
    {
        var parts = Parts([WorthMessages, 0, WorthMessages, 0]);

        Assert.Equal((2, 1, 1, 0, 0), (parts.Count, parts.Of(0), parts.Of(1), parts.Of(2), parts.Of(3)));
    }

    [Fact]
    public void Slices_of_the_ranks_cover_each_part_once_in_whole_cache_lines() =>
        Gen.Select(Layers, Gen.Int[1, 70]).Sample((sizes, ranks) =>
        {
            var parts = Parts(sizes);
            for (var part = 0; part < parts.Count; part++)
            {
                var next = parts.Range(part).Start;
                for (var rank = 0; rank < ranks; rank++)
                {
                    var (start, count) = parts.Slice(part, rank, ranks);
                    Assert.Equal(next, start);
                    Assert.Equal(0, (start - parts.Range(part).Start) % Lanes.Count);
                    Assert.InRange(count, 0, ((parts.Range(part).Count / Lanes.Count / ranks) + 1) * Lanes.Count);
                    next += count;
                }

                Assert.Equal(parts.Range(part).Start + parts.Range(part).Count, next);
            }
        });

    // Those of libtorch do not end on a cache line.
    [Fact]
    public void Slices_cover_gradients_of_any_size() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[1, 70]).Sample((floats, ranks) =>
        {
            var (parts, next) = (Parts([floats]), 0);
            for (var rank = 0; rank < ranks; rank++)
            {
                var (start, count) = parts.Slice(0, rank, ranks);
                Assert.Equal(next, start);
                Assert.InRange(count, 0, floats - start);
                next += count;
            }

            Assert.Equal(floats, next);
        });

    private static unsafe GradientParts Parts(int[] sizes)
    {
        var (layers, start) = (new List<(int Start, int End)>(), 0);
        foreach (var size in sizes)
            layers.Add((start, start += size));
        return new GradientParts(new GradientMemory(null, layers, roots: 1));
    }
}
