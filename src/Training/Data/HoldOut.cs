using TorchBasics.Core;

namespace TorchBasics.Training.Data;

/// <summary>
/// Which training samples a run keeps back to choose by: drawn from all of them, so that a sorted file leaves no class out.
/// </summary>
public static class HoldOut
{
    /// <summary>Draws the samples; the same seed and counts give the same ones on every platform.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="samples">Samples in the training set; at least 1.</param>
    /// <param name="count">How many are kept back, from 0 to <paramref name="samples"/>.</param>
    /// <returns>
    /// The numbers of the samples that are kept back, rising; all others are learnt from, in the order of the set.
    /// </returns>
    /// <remarks>
    /// The rule: write down the numbers 0 to samples - 1. For i = 0, 1, ..., count - 1, exchange number i and number
    /// i + <see cref="RandomGenerator.NextInt32"/>(samples - i), drawn from the stream ("hold-out", 0) of the seed. The
    /// first count numbers are those kept back. (Fisher and Yates in Durstenfeld's form, ended after count exchanges.)
    /// </remarks>
    public static int[] Draw(ulong seed, int samples, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, samples);
        var numbers = Enumerable.Range(0, samples).ToArray();
        var random = RandomGenerator.ForStream(seed, "hold-out");
        for (var i = 0; i < count; i++)
        {
            var j = i + random.NextInt32(samples - i);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }

        var held = numbers[..count];
        Array.Sort(held);
        return held;
    }
}
