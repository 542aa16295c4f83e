using System.Globalization;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>Holds an engine's array against the oracle's, element by element, each with a bound of its own.</summary>
public static class Comparison
{
    /// <summary>Why the bounds of <see cref="Rounded{TPrecision}"/> numbers are what they are.</summary>
    public const string DerivedBound =
        "a-priori rounding bound: gamma(n-1) x sum of |terms|, in any order; 4 ulp for exp, log, tanh";

    /// <summary>Why nothing is allowed.</summary>
    public const string NoRounding = "nothing is rounded: equal bit by bit";

    /// <summary>Compares with numbers that carry their bounds.</summary>
    /// <typeparam name="TPrecision">The format of the engine.</typeparam>
    /// <param name="place">Which array.</param>
    /// <param name="actual">The engine's; null where it computed none.</param>
    /// <param name="expected">The oracle's.</param>
    /// <returns>The comparison.</returns>
    public static Deviation Within<TPrecision>(Place place, Tensor<Float64>? actual, Tensor<Rounded<TPrecision>> expected)
        where TPrecision : IPrecision =>
        Elements<TPrecision, Rounded<TPrecision>>(place, actual, expected, element => element.Error) with
        {
            Reason = DerivedBound
        };

    /// <summary>Compares numbers that must be the same.</summary>
    /// <typeparam name="TPrecision">The format of the engine.</typeparam>
    /// <param name="place">Which array.</param>
    /// <param name="actual">The engine's; null where it computed none.</param>
    /// <param name="expected">The oracle's.</param>
    /// <returns>The comparison.</returns>
    public static Deviation Exactly<TPrecision>(Place place, Tensor<Float64>? actual, Tensor<Float64> expected)
        where TPrecision : IPrecision =>
        Elements<TPrecision, Float64>(place, actual, expected, _ => 0) with { Reason = NoRounding };

    private static Deviation Elements<TPrecision, T>(
        Place place, Tensor<Float64>? actual, Tensor<T> expected, Func<T, double> allowance)
        where TPrecision : IPrecision
        where T : struct, IReal<T>
    {
        if (actual is null)
            return Deviation.Failed(place, "the engine computed no such array");
        if (!actual.Sizes.SequenceEqual(expected.Sizes))
            return Deviation.Failed(place, $"the engine computed an array of shape {actual}; expected {expected}");

        double ulps = 0, relative = 0;
        var histogram = new FractionHistogram();
        for (var i = 0; i < actual.Elements.Length; i++)
        {
            var number = Number(i);
            if (!number.IsFinite)
                return NotFinite(place, BoundedComparison.IndexOf(i, expected.Sizes), number);
            histogram.Add(number.Share);
            if (number.Error == 0)
                continue;
            relative = Math.Max(relative, number.Error / Math.Abs(number.Expected));
            ulps = Math.Max(ulps, number.Error / Ulp<TPrecision>(number.Expected));
        }

        return new(place)
        {
            Numbers = BoundedComparison.Of(expected.Sizes, Number),
            Ulps = ulps,
            Relative = relative,
            Histogram = histogram
        };

        BoundedNumber Number(int i) => new(actual.Elements[i].Value, expected.Elements[i].Value, allowance(expected.Elements[i]));
    }

    private static Deviation NotFinite(Place place, int[] index, BoundedNumber number) =>
        Deviation.Failed(place, string.Create(
            CultureInfo.InvariantCulture,
            $"element [{string.Join(", ", index)}] is {number.Actual}; "
            + $"expected {number.Expected} +- {number.Allowed:G3}, all three finite"));

    // The distance from a number to the next larger one of the format, and never below that of the smallest normal one.
    private static double Ulp<TPrecision>(double value)
        where TPrecision : IPrecision =>
        2 * TPrecision.UnitRoundoff * Math.Pow(2, Math.Floor(Math.Log2(Math.Max(Math.Abs(value), TPrecision.SmallestNormal))));
}
