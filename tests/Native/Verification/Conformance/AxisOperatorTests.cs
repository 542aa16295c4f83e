using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using static TorchBasics.Tests.Managed.Graphs.Nodes;
using static TorchBasics.Tests.Native.Verification.Conformance.NodeRun;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>Reductions and axes on both engines. Numbers marked ONNX are those of its operator documentation.</summary>
public sealed class AxisOperatorTests
{
    private static readonly NamedArray OneToTwelve = Floats([3, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    [Fact]
    public void Sums_run_along_the_axes_that_an_input_names()
    {
        var kept = Both("ReduceSum", [OneToTwelve, Longs(1)]);
        var dropped = Both("ReduceSum", [OneToTwelve, Longs(-2)], Integer("keepdims", 0));

        Assert.Equal([4, 6, 12, 14, 20, 22], kept.Reals); // ONNX, ReduceSum
        Assert.Equal([3, 1, 2], kept.Sizes);
        Assert.Equal(kept.Reals, dropped.Reals);
        Assert.Equal([3, 2], dropped.Sizes);
    }

    [Fact]
    public void Without_axes_everything_is_summed_unless_the_node_says_nothing()
    {
        Assert.Equal([78], Both("ReduceSum", [OneToTwelve]).Reals); // ONNX, ReduceSum
        Assert.Equal(12, Both("ReduceSum", [OneToTwelve, Longs()], Integer("noop_with_empty_axes", 1)).Reals.Length);
    }

    [Fact]
    public void Before_set_13_the_axes_of_a_sum_are_an_attribute() =>
        Assert.Equal(
            [10, 26, 42], Both("ReduceSum", version: 11, [OneToTwelve], Integers("axes", 1, 2), Integer("keepdims", 0)).Reals);

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public void Means_run_along_axes(long version)
    {
        var x = Floats([3, 2, 2], 5, 1, 20, 2, 30, 1, 40, 2, 55, 1, 60, 2);

        var y = version < 18
            ? Both("ReduceMean", version, [x], Integers("axes", 1), Integer("keepdims", 0))
            : Both("ReduceMean", version, [x, Longs(1)], Integer("keepdims", 0));

        Assert.Equal([12.5, 1.5, 35, 1.5, 57.5, 1.5], y.Reals); // ONNX, ReduceMean
    }

    [Fact]
    public void Sums_that_libtorch_computes_lie_within_the_bounds() => Gen.Float[-1e3f, 1e3f].Array[1, 60].Sample(values =>
    {
        NamedArray[] inputs = [Floats([1, values.Length], values), Longs(1)];

        var (reference, libtorch) = (OnReference("ReduceSum", 17, inputs), OnLibtorch("ReduceSum", 17, inputs));

        // Higham, section 4.2: |error| <= gamma(n - 1) times the sum of absolute values.
        Assert.InRange(Math.Abs(libtorch.Reals[0] - reference.Reals[0]), 0, reference.Errors[0]);
        Assert.InRange(
            reference.Errors[0], 0, 1.01 * (values.Length - 1) * values.Sum(value => Math.Abs((double)value)) / (1 << 24));
    });

    [Fact]
    public void Axes_of_size_1_come_where_the_result_has_them()
    {
        Assert.Equal([1, 3, 2, 2, 1], Both("Unsqueeze", [OneToTwelve, Longs(0, -1)]).Sizes);
        Assert.Equal([3, 1, 2, 2], Both("Unsqueeze", version: 11, [OneToTwelve], Integers("axes", 1)).Sizes);
    }

    [Fact]
    public void Axes_of_size_1_go()
    {
        var x = Floats([1, 2, 1], 1, 2);

        Assert.Equal([2], Both("Squeeze", [x]).Sizes);
        Assert.Equal([1, 2], Both("Squeeze", [x, Longs(-1)]).Sizes);
        Assert.Equal([2, 1], Both("Squeeze", version: 11, [x], Integers("axes", 0)).Sizes);
    }

    [Fact]
    public void Axes_change_places()
    {
        // y[k, i, j] = x[i, j, k]
        var y = Both("Transpose", [Floats([2, 1, 3], 1, 2, 3, 4, 5, 6)], Integers("perm", 2, 0, 1));

        Assert.Equal([3, 2, 1], y.Sizes);
        Assert.Equal([1, 4, 2, 5, 3, 6], y.Reals);
    }

    [Fact]
    public void Without_an_order_the_axes_are_reversed() => Assert.Equal([2, 2, 3], Both("Transpose", [OneToTwelve]).Sizes);

    [Fact]
    public void Rows_are_repeated_to_a_shape_and_the_other_way_round()
    {
        Assert.Equal([1, 1, 2, 2], Both("Expand", [Floats([2, 1], 1, 2), Longs(2, 2)]).Reals);
        Assert.Equal([2, 3, 6], Both("Expand", [Floats([3, 1], 1, 2, 3), Longs(2, 1, 6)]).Sizes); // ONNX, Expand
    }

    [Fact]
    public void Arrays_are_joined_along_an_axis()
    {
        var y = Both("Concat", [Floats([2, 1], 1, 2), Floats([2, 2], 3, 4, 5, 6)], Integer("axis", -1));

        Assert.Equal([2, 3], y.Sizes);
        Assert.Equal([1, 3, 4, 2, 5, 6], y.Reals);
    }

    [Theory]
    [InlineData("Unsqueeze")]
    [InlineData("Squeeze")]
    [InlineData("ReduceSum")]
    public void An_axis_named_twice_is_refused(string name) =>
        Assert.Throws<TorchBasicsException>(() => Both(name, [Floats([1, 1], 1), Longs(0, 0)]));

    [Fact]
    public void An_axis_that_is_not_of_size_1_does_not_go() =>
        Assert.Throws<TorchBasicsException>(() => Both("Squeeze", [OneToTwelve, Longs(1)]));

    [Fact]
    public void Arrays_that_do_not_fit_are_not_joined() =>
        Assert.Throws<TorchBasicsException>(
            () => Both("Concat", [Floats([2, 1], 1, 2), Floats([1, 2], 3, 4)], Integer("axis", 0)));

    [Fact]
    public void A_shape_that_no_memory_holds_is_refused() =>
        Assert.Throws<TorchBasicsException>(() => Both("Expand", [Floats([1], 1), Longs(1 << 20, 1 << 20)]));

    [Fact]
    public void An_empty_axis_does_not_hide_a_shape_that_no_memory_holds() =>
        Assert.Throws<TorchBasicsException>(() => Both("Expand", [Floats([1], 1), Longs(int.MaxValue, int.MaxValue, 0)]));
}
