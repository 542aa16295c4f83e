using TorchBasics.Core;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>Whole numbers that wrap around.</summary>
internal sealed class WholeForm(ElementType type) : ElementForm<Whole>(type)
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <inheritdoc/>
    public override Whole[] Take(ComputedArray array)
    {
        if (!ComputedArray.IsReal(array.Type) && array.Errors.Any(error => error > 0))
            throw new UnsupportedException($"{Type} of a truth value that rounding decides");
        if (!ComputedArray.IsReal(array.Type))
            return Array.ConvertAll(array.Wholes, number => new Whole(ComputedArray.Wrap(Type, number)));
        var result = new Whole[array.Reals.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = new Whole(Cut(array.Reals[i], array.Errors.Length > 0 ? array.Errors[i] : 0));
        return result;
    }

    /// <inheritdoc/>
    public override ComputedArray Read(Tensor<Whole> x) =>
        new(
            Type,
            x.Sizes.ToArray(),
            [],
            [.. x.Elements.ToArray().Select(element => ComputedArray.Wrap(Type, element.Number))],
            []);

    // Toward zero, as C does; what does not fit has no meaning there.
    private long Cut(double value, double error)
    {
        var whole = Math.Truncate(value);
        if (error > 0 && (Math.Truncate(value - error) != whole || Math.Truncate(value + error) != whole))
            throw new UnsupportedException($"{Type} of {value}, which rounding decides");
        var number = Type == ElementType.UInt64 && whole is >= TwoTo63 and < 2 * TwoTo63 ? (long)(ulong)whole
            : whole is >= -TwoTo63 and < TwoTo63 ? (long)whole
            : 0;
        var back = Type == ElementType.UInt64 ? (double)(ulong)number : ComputedArray.Wrap(Type, number);
        return back == whole ? number : throw new UnsupportedException($"{Type} of {value}, which does not fit");
    }
}
