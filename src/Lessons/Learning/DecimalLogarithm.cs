namespace TorchBasics.Lessons.Learning;

/// <summary>Natural logarithms to 26 decimals, by hand: an independent witness of those of the engines.</summary>
/// <remarks>
/// y = m 2^k with m in [2/3, 4/3], and ln m = 2 (z + z^3/3 + z^5/5 + ...) with z = (m - 1) / (m + 1), |z| at most 1/5.
/// Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, formula 4.1.27.
/// </remarks>
internal static class DecimalLogarithm
{
    private static readonly decimal Two = Series(1m / 3);

    /// <summary>The natural logarithm.</summary>
    /// <param name="y">A number above 0.</param>
    public static decimal Of(decimal y)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(y);
        var powers = 0;
        for (; y > 4m / 3; powers++)
            y /= 2;
        for (; y < 2m / 3; powers--)
            y *= 2;
        return (powers * Two) + Series((y - 1) / (y + 1));
    }

    private static decimal Series(decimal z)
    {
        var (sum, power) = (0m, z);
        for (var k = 1; power != 0; k += 2)
        {
            sum += power / k;
            power *= z * z;
        }

        return 2 * sum;
    }
}
