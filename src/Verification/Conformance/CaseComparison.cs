using TorchBasics.Core;
using TorchBasics.Graphs.Operators;

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
    public Deviation? Compare(string name, NamedArray expected, ComputedArray actual, ComputedArray reference, out string? problem)
    {
        var array = ComputedArray.Of(expected);
        problem = actual.Type != array.Type || !actual.Sizes.SequenceEqual(array.Sizes)
            ? $"{name}: {engine} gives {actual.Type} [{string.Join(", ", actual.Sizes)}]; the suite has {array.Type} [{string.Join(", ", array.Sizes)}]"
            : null;
        if (problem is not null)
            return null;
        Deviation? largest = null;
        for (var i = 0; i < Math.Max(array.Reals.Length, array.Wholes.Length); i++)
        {
            var deviation = ComputedArray.IsReal(array.Type)
                ? Real(name, array, i, actual.Reals[i], reference.Errors.Length > i ? reference.Errors[i] : double.NaN)
                : Whole(name, array, i, actual.Wholes[i]);
            if (largest is null || deviation.Share > largest.Share)
                largest = deviation;
        }

        return largest;
    }

    private Deviation Real(string name, ComputedArray expected, int i, double actual, double bound) => bound + slack == 0
        ? new(name, IndexOf(expected.Sizes, i), expected.Reals[i], actual, Allowed: 0, "nothing is rounded")
        : new(name, IndexOf(expected.Sizes, i), expected.Reals[i], actual, ((roundedTwice ? 2 : 1) * bound) + slack,
            roundedTwice ? $"two computations in {expected.Type}, each within the bound for any order" : $"one computation in {expected.Type}, within the bound for any order");

    // The numbers may be larger than a double holds; whether they are equal does not depend on that.
    private static Deviation Whole(string name, ComputedArray expected, int i, long actual)
    {
        var (wanted, got) = ((double)expected.Wholes[i], (double)actual);
        if (wanted == got && expected.Wholes[i] != actual)
            got = Math.BitIncrement(got);
        return new(name, IndexOf(expected.Sizes, i), wanted, got, Allowed: 0, "integers are not rounded");
    }

    private static int[] IndexOf(int[] sizes, int place)
    {
        var index = new int[sizes.Length];
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
            (index[axis], place) = (place % sizes[axis], place / sizes[axis]);
        return index;
    }
}
