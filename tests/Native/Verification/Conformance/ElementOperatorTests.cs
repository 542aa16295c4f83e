using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Graphs.Operators;
using static TorchBasics.Tests.Managed.Graphs.Nodes;
using static TorchBasics.Tests.Native.Verification.Conformance.NodeRun;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>
/// Arithmetic, comparisons and conversions on both engines. Numbers marked ONNX are those of its operator documentation.
/// </summary>
public sealed class ElementOperatorTests
{
    private const double SmallestNormal = 1.1754943508222875e-38;

    private static readonly Gen<float> Number = Gen.Float[-1e6f, 1e6f];

    [Theory]
    [InlineData("Sub", -2f, 0f, 2f)]  // ONNX, Sub: [1, 2, 3] - [3, 2, 1]
    [InlineData("Mul", 3f, 4f, 3f)]
    [InlineData("Add", 4f, 4f, 4f)]
    public void Arithmetic_goes_element_by_element(string name, params float[] expected) =>
        Assert.Equal(
            Array.ConvertAll(expected, value => (double)value), Both(name, [Floats([3], 1, 2, 3), Floats([3], 3, 2, 1)]).Reals);

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(13)]
    public void A_mean_takes_any_number_of_arrays(long version)
    {
        NamedArray[] arrays = [Floats([3], 3, 0, 2), Floats([3], 1, 3, 4), Floats([3], 2, 6, 6)]; // ONNX, Mean

        Assert.Equal([2, 3, 4], Both("Mean", version, arrays).Reals);
        Assert.Equal([2, 1.5, 3], Both("Mean", version, arrays[..2]).Reals);
        Assert.Equal([3, 0, 2], Both("Mean", version, arrays[..1]).Reals);
    }

    [Fact]
    public void A_mean_is_broadcast_from_set_8_on()
    {
        NamedArray[] arrays = [Floats([2, 1], 1, 2), Floats([2], 10, 20)];

        Assert.Equal([5.5, 10.5, 6, 11], Both("Mean", 8, arrays).Reals);
        Assert.Contains(
            "the sizes [2, 1] and [2] differ",
            Assert.Throws<TorchBasicsException>(() => Both("Mean", 7, arrays)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Means_of_whole_numbers_are_not_supported() => Assert.Contains(
        "a mean of Int64",
        Assert.ThrowsAny<Exception>(() => Both("Mean", [Longs(1), Longs(2)])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Sizes_are_broadcast_from_the_last_axis_on()
    {
        // [2, 1, 3] - [2, 1] = [2, 2, 3]: y[i, j, k] = a[i, 0, k] - b[j, 0]
        var y = Both("Sub", [Floats([2, 1, 3], 1, 2, 3, 4, 5, 6), Floats([2, 1], 10, 20)]);

        Assert.Equal([2, 2, 3], y.Sizes);
        Assert.Equal([-9, -8, -7, -19, -18, -17, -6, -5, -4, -16, -15, -14], y.Reals);
    }

    [Fact]
    public void Before_set_7_the_second_side_lies_where_axis_says()
    {
        // [2, 2] * [2] from axis 0 on: rows are scaled, not columns.
        var y = Both(
            "Mul", version: 6, [Floats([2, 2], 1, 2, 3, 4), Floats([2], 10, 100)], Integer("broadcast", 1), Integer("axis", 0));

        Assert.Equal([10, 20, 300, 400], y.Reals);
    }

    [Fact]
    public void A_minus_turns_the_sign() => Assert.Equal([4, -2], Both("Neg", [Floats([2], -4, 2)]).Reals); // ONNX, Neg

    [Theory]
    [InlineData("Greater", 0, 0, 1, 0)]
    [InlineData("GreaterOrEqual", 0, 1, 1, 0)]
    [InlineData("Less", 1, 0, 0, 0)]
    [InlineData("LessOrEqual", 1, 1, 0, 0)]
    public void Comparisons_give_truth_values_and_not_a_number_is_in_no_order(string name, params int[] expected)
    {
        var y = Both(name, [Floats([4], -1, 2, 3, float.NaN), Floats([1], 2)]);

        Assert.Equal(ElementType.Boolean, y.Type);
        Assert.Equal(Array.ConvertAll(expected, value => (long)value), y.Wholes);
    }

    [Fact]
    public void Integers_without_sign_are_compared_without_sign()
    {
        var (a, b) = (NamedArray.Of<ulong>("", [2], [ulong.MaxValue, 1]), NamedArray.Of<ulong>("", [2], [1, ulong.MaxValue]));

        Assert.Equal([1, 0], Both("Greater", [a, b]).Wholes);
    }

    [Theory]
    [InlineData(1, ElementType.Float32)]
    [InlineData(11, ElementType.Float64)]
    public void Bytes_become_the_same_numbers_with_fractions(long code, ElementType type)
    {
        var y = Both("Cast", [NamedArray.Of<byte>("", [3], [0, 7, 255])], Integer("to", code));

        Assert.Equal((type, true), (y.Type, y.Errors.All(error => error == 0)));
        Assert.Equal([0, 7, 255], y.Reals);
    }

    [Fact]
    public void Truth_values_become_one_and_zero()
    {
        var y = Both("Cast", [NamedArray.Of<bool>("", [2], [true, false])], Integer("to", 1));

        Assert.Equal([1, 0], y.Reals);
        Assert.Equal([0, 0], y.Errors);
    }

    [Fact]
    public void Numbers_become_true_unless_they_are_zero() =>
        Assert.Equal([1, 0, 0, 1], Both("Cast", [Floats([4], 0.5f, 0, -0f, float.NaN)], Integer("to", 9)).Wholes);

    [Fact]
    public void Fractions_are_cut_toward_zero() =>
        Assert.Equal([1, -1, 0], Both("Cast", [Floats([3], 1.9f, -1.9f, 0.4f)], Integer("to", 7)).Wholes);

    [Fact]
    public void Integers_wrap_around_in_a_smaller_type()
    {
        Assert.Equal([4, 255], Both("Cast", [Longs(260, -1)], Integer("to", 2)).Wholes);
        Assert.Equal([65535], Both("Cast", [Longs(-1)], Integer("to", 4)).Wholes);
    }

    [Fact]
    public void A_double_becomes_the_nearest_float_and_nothing_else() => Number.Select(Number).Sample(pair =>
    {
        var x = pair.Item1 / ((double)pair.Item2 + 0.1);

        var y = Both("Cast", [NamedArray.Of<double>("", [1], [x])], Integer("to", 1));

        Assert.Equal((float)x, y.Reals[0]);
        // what is smaller may be flushed to zero
        Assert.Equal((float)x == 0 || Math.Abs((float)x) >= SmallestNormal ? 0 : SmallestNormal, y.Errors[0]);
    });

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    public void What_libtorch_computes_lies_within_the_bounds(string name) => Number.Select(Number).Sample(pair =>
    {
        NamedArray[] inputs = [Floats([1], pair.Item1), Floats([1], pair.Item2)];

        var (reference, libtorch) = (OnReference(name, 17, inputs), OnLibtorch(name, 17, inputs));

        // One rounding: half a unit in the last place, and not much more is allowed.
        Assert.InRange(Math.Abs(libtorch.Reals[0] - reference.Reals[0]), 0, reference.Errors[0]);
        Assert.InRange(reference.Errors[0], 0, (Math.Abs(reference.Reals[0]) * 6.1e-8) + 1e-37);
    });

    [Fact]
    public void Sides_of_different_types_are_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Both("Mul", [Floats([1], 1), Longs(1)]));

        Assert.Equal((ErrorKind.Data, "Mul: the inputs are of the types Float32 and Int64."), (error.Kind, error.Message));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused() =>
        Assert.Throws<TorchBasicsException>(() => Both("Greater", [Floats([2], 1, 2), Floats([3], 1, 2, 3)]));

    [Fact]
    public void A_number_beyond_a_type_is_refused_and_not_wrapped() =>
        Assert.Throws<UnsupportedException>(() => OnReference("Cast", 17, [Floats([1], 3e10f)], Integer("to", 6)));

    [Fact]
    public void Types_that_arrays_do_not_hold_are_refused() =>
        Assert.Throws<UnsupportedException>(() => Both("Cast", [Floats([1], 1)], Integer("to", 8)));

    [Fact]
    public void Attributes_that_nobody_knows_are_refused() =>
        Assert.Throws<UnsupportedException>(() => Both("Neg", [Floats([1], 1)], Integer("alpha", 1)));
}
