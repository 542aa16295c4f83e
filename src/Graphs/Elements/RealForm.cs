using TorchBasics.Core;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>Numbers with fractions: a double and the bound on the error of a computation in the type.</summary>
internal sealed class RealForm<TPrecision>(ElementType type) : ElementForm<Rounded<TPrecision>>(type)
    where TPrecision : IPrecision
{
    private const double LargestExactWhole = 1L << 53;

    /// <inheritdoc/>
    public override Rounded<TPrecision>[] Take(ComputedArray array)
    {
        var isReal = ComputedArray.IsReal(array.Type);
        var result = new Rounded<TPrecision>[isReal ? array.Reals.Length : array.Wholes.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var error = array.Errors.Length > 0 ? array.Errors[i] : 0;
            result[i] = Take(array.Type, isReal ? array.Reals[i] : Double(array.Type, array.Wholes[i]), error);
        }

        return result;
    }

    /// <inheritdoc/>
    public override ComputedArray Read(Tensor<Rounded<TPrecision>> x)
    {
        var errors = new double[x.Elements.Length];
        for (var i = 0; i < errors.Length; i++)
            errors[i] = x.Elements[i].Error;
        return new ComputedArray(Type, x.Sizes.ToArray(), x.ToDoubles(), [], errors);
    }

    /// <inheritdoc/>
    public override Tensor<Rounded<TPrecision>> AsFactors(Tensor<Rounded<TPrecision>> x) => x.Map(element => element.Closed);

    /// <inheritdoc/>
    public override Rounded<TPrecision> Wider(Rounded<TPrecision> value, Rounded<TPrecision> other) =>
        Rounded<TPrecision>.Within(value.Value, Math.Max(value.Error, other.Error));

    // A conversion rounds to the nearest, so that of a number without error it gives one without error: all but those that
    // an engine may flush to zero, and whole numbers that a double has rounded before.
    private Rounded<TPrecision> Take(ElementType source, double value, double error)
    {
        if (Holds(source) || double.IsNaN(value))
            return Rounded<TPrecision>.Within(value, error);
        if (error > 0 || (!ComputedArray.IsReal(source) && Math.Abs(value) > LargestExactWhole))
            return Rounded<TPrecision>.Within(value, error) * Rounded<TPrecision>.From(1);
        var rounded = TPrecision.Round(value);
        return Rounded<TPrecision>.Within(
            rounded, rounded != 0 && Math.Abs(rounded) < TPrecision.SmallestNormal ? TPrecision.SmallestNormal : 0);
    }

    // Whether every number of another type is one of ours.
    private bool Holds(ElementType source) =>
        source == Type || source == ElementType.Boolean || (ComputedArray.IsReal(source)
            && (Type == ElementType.Float64 || (Type == ElementType.Float32 && source != ElementType.Float64)));

    private static double Double(ElementType type, long number) => type == ElementType.UInt64 ? (ulong)number : number;
}
