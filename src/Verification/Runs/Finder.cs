using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>Comparisons of single numbers and of rows of numbers.</summary>
internal static class Finder
{
    /// <summary>Two numbers that must be the same.</summary>
    public static Deviation Same(Place place, double actual, double expected) =>
        Comparison.Exactly<Binary64>(place, Single(actual), Single(expected));

    /// <summary>Rows of numbers that must be the same.</summary>
    public static Deviation Same(Place place, IEnumerable<double> actual, IEnumerable<double> expected) =>
        Comparison.Exactly<Binary64>(place, Row(actual), Row(expected));

    /// <summary>A number with a bound in double precision.</summary>
    public static Deviation Within(Place place, double actual, double expected, double error, string reason) =>
        Comparison.Within(
            place, Single(actual), Tensor<Rounded<Binary64>>.Over([], [Rounded<Binary64>.Within(expected, error)])) with
        {
            Reason = reason
        };

    /// <summary>Something that is right.</summary>
    public static Deviation Right(Place place, long count) => Deviation.Right(place, count, Comparison.NoRounding);

    /// <summary>One number.</summary>
    public static Tensor<Float64> Single(double value) => Tensor<Float64>.Over([], [new Float64(value)]);

    /// <summary>A row of numbers.</summary>
    public static Tensor<Float64> Row(IEnumerable<double> values)
    {
        Float64[] elements = [.. values.Select(value => new Float64(value))];
        return Tensor<Float64>.Over([elements.Length], elements);
    }
}
