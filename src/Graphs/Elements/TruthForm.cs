using TorchBasics.Core;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>Truth values. One that rounding decides has the error 1: a correct computation may give the other.</summary>
internal sealed class TruthForm() : ElementForm<Truth>(ElementType.Boolean)
{
    /// <inheritdoc/>
    public override Truth[] Take(ComputedArray array)
    {
        var isReal = ComputedArray.IsReal(array.Type);
        var result = new Truth[isReal ? array.Reals.Length : array.Wholes.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var error = array.Errors.Length > 0 ? array.Errors[i] : 0;
            result[i] = isReal
                ? new Truth(array.Reals[i] != 0, error > 0 && !(Math.Abs(array.Reals[i]) > error))
                : new Truth(array.Wholes[i] != 0, error > 0);
        }

        return result;
    }

    /// <inheritdoc/>
    public override ComputedArray Read(Tensor<Truth> x) => new(
        Type,
        x.Sizes.ToArray(),
        [],
        [.. x.Elements.ToArray().Select(element => element.Holds ? 1L : 0L)],
        [.. x.Elements.ToArray().Select(element => element.IsOpen ? 1.0 : 0.0)]);

    /// <summary>Compares two arrays of the same sizes.</summary>
    public static ComputedArray Greater(ComputedArray a, ComputedArray b, bool orEqual)
    {
        var isReal = ComputedArray.IsReal(a.Type);
        var (holds, open) = (new long[isReal ? a.Reals.Length : a.Wholes.Length], new double[isReal ? a.Reals.Length : 0]);
        for (var i = 0; i < holds.Length; i++)
        {
            holds[i] =
                (isReal ? Larger(a.Reals[i], b.Reals[i], orEqual) : Larger(a.Type, a.Wholes[i], b.Wholes[i], orEqual)) ? 1 : 0;
            if (isReal && a.Errors[i] + b.Errors[i] is > 0 and var reach && !(Math.Abs(a.Reals[i] - b.Reals[i]) > reach))
                open[i] = 1;
        }

        return new ComputedArray(ElementType.Boolean, a.Sizes, [], holds, open);
    }

    private static bool Larger(double a, double b, bool orEqual) => orEqual ? a >= b : a > b;

    private static bool Larger(ElementType type, long a, long b, bool orEqual)
    {
        var order = type == ElementType.UInt64 ? ((ulong)a).CompareTo((ulong)b) : a.CompareTo(b);
        return order > 0 || (orEqual && order == 0);
    }
}
