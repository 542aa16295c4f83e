using TorchBasics.Core;
using TorchBasics.Core.Errors;
using static TorchBasics.Tests.Managed.Graphs.Nodes;
using static TorchBasics.Tests.Native.Verification.Conformance.NodeRun;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>Slices on both engines. Numbers marked ONNX are those of its operator documentation.</summary>
public sealed class SliceOperatorTests
{
    private static readonly NamedArray Data = Floats([2, 4], 1, 2, 3, 4, 5, 6, 7, 8);

    // ONNX, Slice, example 1
    [Fact]
    public void Entries_are_taken_in_steps() =>
        Assert.Equal([5, 7], Both("Slice", [Data, Longs(1, 0), Longs(2, 3), Longs(0, 1), Longs(1, 2)]).Reals);

    [Fact]
    public void What_lies_outside_is_cut_off()
    {
        var y = Both("Slice", [Data, Longs(0, 1), Longs(-1, 1000)]); // ONNX, Slice, example 2

        Assert.Equal([1, 3], y.Sizes);
        Assert.Equal([2, 3, 4], y.Reals);
    }

    [Fact]
    public void Steps_backwards_turn_the_order()
    {
        Assert.Equal(
            [4, 3, 2, 1, 8, 7, 6, 5], Both("Slice", [Data, Longs(-1), Longs(long.MinValue + 1), Longs(1), Longs(-1)]).Reals);
        Assert.Equal([3, 7], Both("Slice", [Data, Longs(2), Longs(0), Longs(1), Longs(-2)]).Reals);
    }

    [Fact]
    public void Before_set_10_the_lists_are_attributes() =>
        Assert.Equal([6, 7], Both(
            "Slice", version: 9, [Data], Integers("starts", 1, 1), Integers("ends", 2, 3), Integers("axes", 0, 1)).Reals);

    [Theory]
    [InlineData(0, 0)] // an axis twice
    [InlineData(0, 2)] // an axis that is not there
    public void Axes_that_make_no_sense_are_refused(long first, long second) =>
        Assert.Throws<TorchBasicsException>(() => Both("Slice", [Data, Longs(0, 0), Longs(1, 1), Longs(first, second)]));

    [Fact]
    public void A_step_of_nothing_is_refused() =>
        Assert.Throws<TorchBasicsException>(() => Both("Slice", [Data, Longs(0), Longs(1), Longs(0), Longs(0)]));
}
