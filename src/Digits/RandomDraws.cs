using TorchBasics.Core;

namespace TorchBasics.Digits;

/// <summary>Draws that need nothing but additions and multiplications, so that they are the same on every machine.</summary>
internal static class RandomDraws
{
    /// <summary>
    /// A bell-shaped number with mean 0 and deviation 1: the centred sum of four uniform numbers (Irwin and Hall 1927),
    /// never beyond ±3.47. A true normal number would need a logarithm, whose last bit depends on the platform.
    /// </summary>
    /// <param name="random">Where from.</param>
    /// <returns>The number.</returns>
    public static double NextBell(this RandomGenerator random)
    {
        var sum = random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble();
        return (sum - 2) * SquareRootOf3;
    }

    /// <summary>A positive factor around 1, as often above as its inverse is below.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="spread">About the deviation of its logarithm; below 0.5.</param>
    /// <returns>The factor.</returns>
    public static double NextFactor(this RandomGenerator random, double spread)
    {
        var half = 0.5 * spread * random.NextBell();
        return (1 + half) / (1 - half);
    }

    /// <summary>A bell-shaped displacement.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="deviation">Deviation along each axis.</param>
    /// <returns>The displacement.</returns>
    public static Vector NextShift(this RandomGenerator random, double deviation) =>
        new(deviation * random.NextBell(), deviation * random.NextBell());

    private const double SquareRootOf3 = 1.7320508075688772;
}
