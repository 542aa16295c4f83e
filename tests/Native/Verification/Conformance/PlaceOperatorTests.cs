using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Operators;
using static TorchBasics.Tests.Managed.Graphs.Nodes;
using static TorchBasics.Tests.Native.Verification.Conformance.NodeRun;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>
/// Borders, constants, picked and replaced parts on both engines. Numbers marked ONNX are those of its operator documentation.
/// </summary>
public sealed class PlaceOperatorTests
{
    private static readonly NamedArray Matrix = Floats([3, 2], 1.0f, 1.2f, 2.3f, 3.4f, 4.5f, 5.7f);

    [Fact]
    public void A_border_stands_before_and_behind_each_axis()
    {
        var y = Both("Pad", [Floats([2, 2], 1, 2, 3, 4), Longs(1, 0, 0, 2), Floats([], 9)]);

        Assert.Equal([3, 4], y.Sizes);
        Assert.Equal([9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9], y.Reals);
    }

    [Fact]
    public void A_border_is_zero_where_nothing_else_is_said() =>
        // ONNX, Pad
        Assert.Equal(
            [0, 0, 1.0f, 1.2f, 0, 0, 2.3f, 3.4f, 0, 0, 4.5f, 5.7f],
            Both("Pad", [Matrix, Longs(0, 2, 0, 0)], Text("mode", "constant")).Reals);

    [Fact]
    public void Before_set_11_a_border_is_an_attribute() =>
        Assert.Equal([0.5, 1], Both(
            "Pad",
            version: 10,
            [Floats([1], 1)],
            Integers("pads", 1, 0),
            new OnnxAttribute("value", OnnxAttributeType.Float) { Float = 0.5f }).Reals);

    [Fact]
    public void From_set_18_on_an_input_may_name_the_axes() =>
        Assert.Equal([3, 5], Both("Pad", version: 18, [Matrix, Longs(1, 2), null, Longs(-1)]).Sizes);

    [Fact]
    public void Other_borders_than_constant_ones_are_refused() =>
        Assert.Throws<UnsupportedException>(() => Both("Pad", [Matrix, Longs(0, 1, 0, 0)], Text("mode", "reflect")));

    [Fact]
    public void A_border_does_not_cut() => Assert.Throws<UnsupportedException>(() => Both("Pad", [Matrix, Longs(0, -1, 0, 0)]));

    [Fact]
    public void A_constant_fills_a_shape()
    {
        var value = new OnnxAttribute("value", OnnxAttributeType.Tensor) { Tensor = NamedArray.Of<int>("", [1], [7]) };

        var y = Both("ConstantOfShape", [Longs(1, 3)], value);

        Assert.Equal(ElementType.Int32, y.Type);
        Assert.Equal([1, 3], y.Sizes);
        Assert.Equal([7, 7, 7], y.Wholes);
    }

    [Fact]
    public void A_shape_is_filled_with_the_float_zero_where_nothing_else_is_said()
    {
        var y = Both("ConstantOfShape", [Longs(2)]);

        Assert.Equal(ElementType.Float32, y.Type);
        Assert.Equal([0, 0], y.Reals);
    }

    [Fact]
    public void Elements_are_replaced_where_indices_point()
    {
        // ONNX, ScatterND, example 1
        NamedArray[] inputs =
            [Floats([8], 1, 2, 3, 4, 5, 6, 7, 8), NamedArray.Of<long>("", [4, 1], [4, 3, 1, 7]), Floats([4], 9, 10, 11, 12)];

        Assert.Equal([1, 11, 3, 10, 9, 6, 7, 12], Both("ScatterND", inputs).Reals);
    }

    [Fact]
    public void Slices_are_replaced_where_indices_point_at_them()
    {
        // Kernels of a convolution with a table: weight [2, 1, 2] at (output, input) = (0, 1) and (1, 0) of [2, 2, 1, 2].
        NamedArray[] inputs =
        [
            Floats([2, 2, 1, 2], 0, 0, 0, 0, 0, 0, 0, 0),
            NamedArray.Of<long>("", [2, 2], [0, 1, 1, -2]),
            Floats([2, 1, 2], 1, 2, 3, 4)
        ];

        Assert.Equal([0, 0, 1, 2, 3, 4, 0, 0], Both("ScatterND", inputs).Reals);
    }

    [Fact]
    public void A_place_that_is_named_twice_is_refused()
    {
        NamedArray[] inputs = [Floats([2], 1, 2), NamedArray.Of<long>("", [2, 1], [1, -1]), Floats([2], 9, 10)];

        Assert.Throws<TorchBasicsException>(() => Both("ScatterND", inputs));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void A_place_outside_is_refused(long index)
    {
        NamedArray[] inputs = [Floats([2], 1, 2), NamedArray.Of<long>("", [1, 1], [index]), Floats([1], 9)];

        Assert.Throws<TorchBasicsException>(() => Both("ScatterND", inputs));
    }

    [Fact]
    public void Sums_into_places_are_refused() =>
        Assert.Throws<UnsupportedException>(() => Both(
            "ScatterND", [Floats([1], 1), NamedArray.Of<long>("", [1, 1], [0]), Floats([1], 1)], Text("reduction", "add")));

    [Fact]
    public void Entries_of_an_axis_are_picked()
    {
        // ONNX, Gather, examples 1 and 2
        var first = Both("Gather", [Matrix, NamedArray.Of<long>("", [2, 2], [0, 1, 1, -1])]);
        var second = Both(
            "Gather", [Floats([3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9), NamedArray.Of<long>("", [1, 2], [0, 2])], Integer("axis", 1));

        Assert.Equal([2, 2, 2], first.Sizes);
        Assert.Equal([1.0f, 1.2f, 2.3f, 3.4f, 2.3f, 3.4f, 4.5f, 5.7f], first.Reals);
        Assert.Equal([3, 1, 2], second.Sizes);
        Assert.Equal([1, 3, 4, 6, 7, 9], second.Reals);
    }

    [Fact]
    public void One_entry_takes_its_axis_away() =>
        Assert.Empty(Both("Gather", [Longs(5, 6), NamedArray.Of<long>("", [], [1])]).Sizes);

    [Fact]
    public void A_shape_is_a_list_of_sizes()
    {
        var x = Floats([1, 2, 3], 1, 2, 3, 4, 5, 6);

        Assert.Equal([1, 2, 3], Both("Shape", [x]).Wholes);
        Assert.Equal([2, 3], Both("Shape", [x], Integer("start", -2)).Wholes);
        Assert.Equal([1], Both("Shape", [x], Integer("end", 1)).Wholes);
    }

    [Fact]
    public void Each_channel_may_have_a_kernel_of_its_own()
    {
        // y[c] = sum of w[c] x[c] over 2 x 2: 1 + 2 + 3 + 4 = 10, and 2 * (5 + 6 + 7 + 8) = 52; plus b.
        NamedArray[] inputs =
            [Floats([1, 2, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8), Floats([2, 1, 2, 2], 1, 1, 1, 1, 2, 2, 2, 2), Floats([2], 0.5f, -1)];

        var y = Both("Conv", inputs, Integer("group", 2), Integers("strides", 2, 2));

        Assert.Equal([1, 2, 1, 1], y.Sizes);
        Assert.Equal([10.5, 51], y.Reals);
    }
}
