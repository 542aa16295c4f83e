using System.Globalization;
using TorchBasics.Reference.Rounding;

namespace TorchBasics.Verification.Conformance;

/// <summary>The element of a case's outputs that came nearest to its bound, or went farthest beyond it.</summary>
/// <param name="Output">Name of the output.</param>
/// <param name="Index">Which element: an index for each axis.</param>
/// <param name="Expected">The number in the suite.</param>
/// <param name="Actual">The engine's number.</param>
/// <param name="Allowed">How far the two may be apart.</param>
/// <param name="Reason">Why so far.</param>
public sealed record CaseDeviation(
    string Output, IReadOnlyList<int> Index, double Expected, double Actual, double Allowed, string Reason)
{
    /// <summary>
    /// How far the two are apart: 0 when they are equal or both not a number, infinite when only one is a number.
    /// </summary>
    public double Error => Number.Error;

    /// <summary>The error as a share of what is allowed: at most 1 is within.</summary>
    public double Share => Number.Share;

    private BoundedNumber Number => new(Actual, Expected, Allowed);

    /// <summary>"y[0, 3]: 0.5 instead of 0.25, off by 0.25, allowed 1E-07 (...)".</summary>
    /// <returns>The place and the numbers.</returns>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Output}[{string.Join(", ", Index)}]: {Actual:G9} instead of {Expected:G9}, off by {Error:G3}, "
            + $"allowed {Allowed:G3} ({Reason})");
}
