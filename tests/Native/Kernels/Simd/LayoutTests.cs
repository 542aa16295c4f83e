using System.Globalization;
using CsCheck;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>Where numbers lie: planes, tiles, packed weights, cells of a window.</summary>
public sealed unsafe class LayoutTests
{
    [Fact]
    public void Every_pixel_of_a_plane_has_a_place_of_its_own() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[0, 2], Gen.Int[0, 2]).Sample(
            (channels, height, width, rows, columns) =>
            {
                var plane = new Plane(channels, height, width, rows, columns);

                var offsets = new SortedSet<int>();
                for (var channel = 0; channel < channels; channel++)
                    for (var row = 0; row < height; row++)
                        for (var column = 0; column < width; column++)
                            offsets.Add(plane.Offset(channel, row, column));

                Assert.Equal(plane.Features, offsets.Count);
                Assert.Equal(plane.Origin, offsets.Min);
                Assert.Equal(channels * (height + (2 * rows)) * (width + (2 * columns)) * 16, plane.GroupStep);
                // As much border lies before the first pixel as behind the last.
                Assert.Equal(offsets.Min, plane.GroupStep - (offsets.Max + 16));
            },
            threads: 1);

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 2 })]
    [InlineData(3, new[] { 2, 1 })]
    [InlineData(5, new[] { 4, 1 })]
    [InlineData(6, new[] { 6 })]
    [InlineData(8, new[] { 4, 4 })]
    [InlineData(10, new[] { 6, 4 })]
    [InlineData(14, new[] { 4, 6, 4 })]
    [InlineData(16, new[] { 6, 6, 4 })]
    public void Rows_are_cut_into_tall_tiles(int rows, int[] expected) => Assert.Equal(expected, Heights(rows));

    [Fact]
    public void Tiles_cover_all_rows_and_leave_no_low_one_but_a_last() => Gen.Int[1, 1000].Sample(
        rows =>
        {
            var heights = Heights(rows);

            Assert.Equal(rows, heights.Sum());
            Assert.Equal(heights.Count, Tiling.Count(rows));
            Assert.All(heights, height => Assert.Contains(height, new[] { 1, 2, 4, 6 }));
            Assert.InRange(heights.Count(height => height < 4), 0, rows == 3 ? 2 : rows % 2 == 0 ? (rows == 2 ? 1 : 0) : 2);
        },
        threads: 1);

    [Fact]
    public void Packed_rows_stand_side_by_side_in_their_tile() => Gen.Select(Gen.Int[1, 20], Gen.Int[1, 9]).Sample(
        (rows, offsets) =>
        {
            float[] weight = [.. Enumerable.Range(0, rows * offsets).Select(i => (float)i)], packed = new float[rows * offsets];
            fixed (float* w = weight, p = packed)
                Packing.Rows(w, rows, offsets, p);

            var first = 0;
            foreach (var height in Heights(rows))
            {
                for (var tap = 0; tap < offsets; tap++)
                    for (var k = 0; k < height; k++)
                        Assert.Equal(weight[((first + k) * offsets) + tap], packed[(first * offsets) + (tap * height) + k]);
                first += height;
            }
        },
        threads: 1);

    [Fact]
    public void Packed_columns_stand_by_input_channel() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 11], Gen.Int[1, 6]).Sample(
        (outputs, inputs, area) =>
        {
            float[] weight =
                [.. Enumerable.Range(0, outputs * inputs * area).Select(i => (float)i)], packed = new float[weight.Length];
            fixed (float* w = weight, p = packed)
                Packing.Columns(w, outputs, inputs, area, p);

            var first = 0;
            foreach (var height in Heights(inputs))
            {
                for (var output = 0; output < outputs; output++)
                    for (var cell = 0; cell < area; cell++)
                        for (var k = 0; k < height; k++)
                            Assert.Equal(
                                weight[(((output * inputs) + first + k) * area) + cell],
                                packed[(first * outputs * area) + (((output * area) + cell) * height) + k]);
                first += height;
            }
        },
        threads: 1);

    // The definition, pixel by pixel: 0 <= pixel - p dilation < outputs.
    [Fact]
    public void The_cells_that_reach_an_output_are_those_of_the_definition() =>
        Gen.Select(Gen.Int[0, 14], Gen.Int[1, 4], Gen.Int[1, 9], Gen.Int[1, 6], Gen.Int[1, 4]).Sample(
            (pixel, width, outputs, kernel, dilation) =>
            {
                var reaching = Enumerable.Range(0, kernel)
                    .Where(p => Enumerable.Range(pixel, width).Any(i => i - (p * dilation) >= 0 && i - (p * dilation) < outputs))
                    .ToList();

                var cells = WindowRange.Reaching(pixel, width, outputs, kernel, dilation);

                Assert.Equal(
                    reaching.Count == 0 ? new WindowRange(0, 0) : new WindowRange(reaching[0], reaching[^1] - reaching[0] + 1),
                    cells);
            },
            iter: 2000,
            threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Memory_begins_on_a_cache_line_and_is_zero(long count)
    {
        using var memory = new AlignedFloats(count);

        Assert.Equal(0u, (nuint)memory.Pointer % 64);
        Assert.Equal(count, memory.Count);
        Assert.Equal(-1, new ReadOnlySpan<float>(memory.Pointer, (int)count).IndexOfAnyExcept(0f));
    }

    [Fact]
    public void A_negative_size_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedFloats(-1));

    [Fact]
    public void There_are_kernels_for_three_widths_and_the_best_is_the_widest_of_the_machine()
    {
        Assert.Equal([128, 256, 512], LaneKernels.All.Select(kernels => kernels.Bits));
        Assert.Equal(
            LaneKernels.All.LastOrDefault(kernels => kernels.IsAccelerated)?.Bits ?? 128, ProvenKernels.Current.Kernels.Bits);
    }

    // scripts/check runs the tests again with narrower registers; this tells whether .NET understood.
    [Fact]
    public void The_best_kernels_are_no_wider_than_this_run_allows() =>
        Assert.InRange(ProvenKernels.Current.Kernels.Bits, 128, int.Parse(
            Environment.GetEnvironmentVariable("TORCHBASICS_WIDEST_KERNELS") ?? "512", CultureInfo.InvariantCulture));

    private static List<int> Heights(int rows)
    {
        var heights = new List<int>();
        for (var row = 0; row < rows; row += heights[^1])
            heights.Add(Tiling.Height(rows - row));
        return heights;
    }
}
