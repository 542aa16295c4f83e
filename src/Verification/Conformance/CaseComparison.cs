using TorchBasics.Core;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Rounding;

namespace TorchBasics.Verification.Conformance;

/// <summary>Holds an engine's output against the one in the suite.</summary>
/// <param name="engine">Name of the engine.</param>
/// <param name="roundedTwice">
/// Whether the engine rounds as the suite's own program did, so that both may be off by the bound; else only the suite is.
/// </param>
/// <param name="slack">How far the suite's numbers are known to be off beyond that; mostly 0.</param>
internal sealed class CaseComparison(string engine, bool roundedTwice, double slack)
{
    /// <summary>Finds the element nearest to its bound or farthest beyond it.</summary>
    /// <param name="name">Name of the output.</param>
    /// <param name="expected">The array in the suite.</param>
    /// <param name="actual">The engine's.</param>
    /// <param name="reference">The reference's, with its bounds.</param>
    /// <param name="problem">What is wrong with type or sizes, or null.</param>
    /// <returns>The element, or null when there is none.</returns>
    public CaseDeviation? Compare(
        string name, NamedArray expected, ComputedArray actual, ComputedArray reference, out string? problem)
    {
        var array = ComputedArray.Of(expected);
        problem = actual.Type != array.Type || !actual.Sizes.SequenceEqual(array.Sizes)
            ? $"{name}: {engine} gives {actual.Type} [{string.Join(", ", actual.Sizes)}]; "
                + $"the suite has {array.Type} [{string.Join(", ", array.Sizes)}]"
            : null;
        if (problem is not null)
            return null;
        var isReal = ComputedArray.IsReal(array.Type);
        var numbers = BoundedComparison.Of(array.Sizes, i => isReal
            ? new(actual.Reals[i], array.Reals[i], Allowed(reference.Errors.Length > i ? reference.Errors[i] : double.NaN))
            : Whole(actual.Wholes[i], array.Wholes[i]));
        var worst = numbers.Worst;
        var reason = isReal ? Reason(array.Type, worst.Allowed) : "integers are not rounded";
        return numbers.Count == 0 ? null : new(name, numbers.Index, worst.Expected, worst.Actual, worst.Allowed, reason);
    }

    private double Allowed(double bound) => ((roundedTwice ? 2 : 1) * bound) + slack;

    private string Reason(ElementType type, double allowed)
    {
        var computations = roundedTwice ? $"two computations in {type}, each" : $"one computation in {type},";
        return allowed == 0 ? "nothing is rounded" : $"{computations} within the bound for any order";
    }

    // The numbers may be larger than a double holds; whether they are equal does not depend on that.
    private static BoundedNumber Whole(long actual, long expected)
    {
        var (got, wanted) = ((double)actual, (double)expected);
        return new(wanted == got && expected != actual ? Math.BitIncrement(got) : got, wanted, Allowed: 0);
    }
}
