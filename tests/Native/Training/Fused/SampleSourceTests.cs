using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Fused;

public sealed unsafe class SampleSourceTests
{
    private static readonly long[] Order = [6, 0, 3, 3, 1];

    private static readonly Normalization PerEntry = new([0.3f, 1.7f], [-1f, 0.25f]);

    // libtorch multiplies and adds in two steps, each rounded, as the source does: not a bit may differ.
    [Theory]
    [InlineData(ElementType.UInt8, 0, 0)]
    [InlineData(ElementType.UInt8, 2, 1)]
    [InlineData(ElementType.Float32, 0, 0)]
    [InlineData(ElementType.Float32, 1, 3)]
    public void A_batch_holds_what_libtorch_would_gather(ElementType type, int borderRows, int borderColumns)
    {
        var set = Set(type);
        using var data = new TensorData(set, PerEntry, CPU);
        using var scope = NewDisposeScope();
        var expected = data.Gather(tensor(Order[1..])).Inputs.ToNamedArray("batch").Values<float>().ToArray();

        using var source = new SampleSource(set, PerEntry);
        source.Choose(Order, start: 1);
        var plane = new Plane(2, 3, 4, borderRows, borderColumns);
        using var group = Filled(plane);
        source.Fill(0, count: 4, plane, group.Pointer);

        for (var lane = 0; lane < Lanes.Count; lane++)
            Assert.Equal(lane < 4 ? expected[(lane * 24)..((lane + 1) * 24)] : new float[24], Sample(plane, group, lane));
    }

    [Fact]
    public void The_border_of_a_group_stays_as_it_is()
    {
        using var source = new SampleSource(Set(ElementType.UInt8), PerEntry);
        var plane = new Plane(2, 3, 4, 1, 1);
        using var group = Filled(plane);

        source.Fill(0, count: 2, plane, group.Pointer);

        var untouched = new ReadOnlySpan<float>(group.Pointer, (int)group.Count).Count(float.NaN);
        Assert.Equal(plane.GroupStep - (plane.Features * Lanes.Count), untouched);
    }

    [Fact]
    public void Labels_follow_the_order_and_missing_lanes_count_for_nothing()
    {
        using var source = new SampleSource(Set(ElementType.UInt8), PerEntry);
        source.Choose(Order, start: 0);
        var labels = stackalloc float[Lanes.Count];

        source.Label(1, count: 3, labels);

        Assert.Equal([0, 3, 3, .. Enumerable.Repeat(-1f, 13)], new ReadOnlySpan<float>(labels, Lanes.Count).ToArray());
    }

    [Fact]
    public void Without_an_order_samples_come_as_the_set_has_them()
    {
        using var source = new SampleSource(Set(ElementType.UInt8), PerEntry);
        source.Choose(order: null, start: 2);
        var labels = stackalloc float[Lanes.Count];

        source.Label(0, count: 2, labels);

        Assert.Equal([2, 3], new ReadOnlySpan<float>(labels, 2).ToArray());
    }

    // Seven samples [2, 3, 4]; the label of each is its number.
    private static SampleSet Set(ElementType type)
    {
        var random = new RandomGenerator(1);
        int[] labels = [0, 1, 2, 3, 4, 5, 6];
        var inputs = type == ElementType.UInt8
            ? NamedArray.Of<byte>(
                "inputs", [7, 2, 3, 4], [.. Enumerable.Range(0, 7 * 24).Select(_ => (byte)random.NextInt32(256))])
            : NamedArray.Of<float>("inputs", [7, 2, 3, 4], [.. Enumerable.Range(0, 7 * 24).Select(_ => random.NextSingle())]);
        return new SampleSet("seven", inputs, labels, [.. labels.Select(label => $"{label}")]);
    }

    private static AlignedFloats Filled(Plane plane)
    {
        var group = new AlignedFloats(plane.GroupStep);
        new Span<float>(group.Pointer, plane.GroupStep).Fill(float.NaN);
        return group;
    }

    private static float[] Sample(Plane plane, AlignedFloats floats, int lane) =>
    [
        .. from channel in Enumerable.Range(0, plane.Channels)
           from row in Enumerable.Range(0, plane.Height)
           from column in Enumerable.Range(0, plane.Width)
           select floats.Pointer[plane.Offset(channel, row, column) + lane],
    ];
}
