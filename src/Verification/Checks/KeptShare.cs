using System.Globalization;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Judges how many elements a dropout kept. Which ones is chance and taken from the engine; how many is chance only within
/// narrow limits, so that a dropout that rests in training, or drops with another probability, shows.
/// </summary>
internal static class KeptShare
{
    /// <summary>How often a fair draw is blamed, at most.</summary>
    private const double FalseAlarms = 1e-12;

    /// <summary>Holds the number of kept elements against its expectation.</summary>
    /// <remarks>
    /// Of n elements each kept with probability q, the number K that is kept obeys P(|K - n q| >= t) &lt;= 2 exp(-2 t^2 / n).
    /// Source: Hoeffding 1963, theorem 2.
    /// </remarks>
    /// <param name="record">What the layer did.</param>
    /// <param name="probability">The probability to be dropped, in [0, 1).</param>
    /// <param name="kept">Which elements it kept.</param>
    public static Deviation Check(LayerRecord<Float64> record, double probability, bool[] kept)
    {
        var (visible, count) = (0, 0);
        for (var i = 0; i < kept.Length; i++)
        {
            // What a dropout does to a zero shows in the gradient, if at all.
            if (record.Input.Elements[i].Value == 0 && record.OutputGradient?.Elements[i].Value is null or 0)
                continue;
            visible++;
            count += kept[i] ? 1 : 0;
        }

        var expected = visible * (1 - probability);
        var allowed = probability == 0 ? 0 : Math.Sqrt(visible * Math.Log(2 / FalseAlarms) / 2);
        return Math.Abs(count - expected) <= allowed
            ? Deviation.Right(Place.Kept(record.Label), visible, "the number of kept elements: "
                + "a fair draw is off by more once in 10^12 times (Hoeffding 1963)")
            : Deviation.Failed(Place.Kept(record.Label), string.Create(
                CultureInfo.InvariantCulture,
                $"the dropout kept {count} of {visible} elements; expected {expected:0.#} +- {allowed:0.#} "
                + $"for a probability of {probability} to be dropped"));
    }
}
