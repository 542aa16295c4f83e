namespace TorchBasics.Reference.Numbers.Elementary;

/// <summary>
/// log x = e log 2 + log(j/64) + log(1 + u), where x = 2^e m with sqrt(1/2) &lt;= m &lt; sqrt(2), j is the whole number next to
/// 64 m, and u = (m - j/64) / (j/64).
/// </summary>
/// <remarks>
/// |u| &lt; 2^-6.4, and the series of log(1 + u) ends with u^10 / 10, the rest being below 2^-67 of u. The first two terms are
/// multiples of 2^-42, whose sum is exact, and small rests; u is kept with its rounding error. The errors are those of what is
/// added to the leading digits: near 1, where e = 0 and j = 64, u is exact and u^2 / 2 is at most 2^-8 of it, so that three
/// roundings count for 3/256 of a unit in the last place; elsewhere the result is at least 2^-7.01, u^2 / 2 below 2^-13.9, and
/// all errors together below 1/20 of a unit, beside the half of the last addition.
/// </remarks>
internal static class Logarithm
{
    private const double LogOfTwoHigh = 0.6931471805598903; // a multiple of 2^-42
    private const double LogOfTwoLow = 5.497923018708371E-14;
    private const double SmallestNormal = 2.2250738585072014E-308;
    private const double RootOfHalf = 0.70710678118654757;
    private const int FractionBits = 52;

    /// <summary>log x.</summary>
    public static double Of(double x)
    {
        if (!(x is >= SmallestNormal and < double.PositiveInfinity))
            return x < SmallestNormal ? OfSmallest(x) : x; // infinity or not a number
        return OfNormal(x, exponent: 0);
    }

    private static double OfSmallest(double x) => x switch
    {
        > 0 => OfNormal(x * (1L << 54), exponent: -54),
        0 => double.NegativeInfinity,
        _ => double.NaN,
    };

    // log(x 2^exponent)
    private static double OfNormal(double x, int exponent)
    {
        // Whole powers of two from sqrt(1/2) on, by the bits: what is above the fraction counts them.
        var bits = BitConverter.DoubleToInt64Bits(x);
        var twos = (bits - BitConverter.DoubleToInt64Bits(RootOfHalf)) >> FractionBits;
        var m = BitConverter.Int64BitsToDouble(bits - (twos << FractionBits));
        exponent += (int)twos;

        var j = (int)((m * LogarithmTable.Parts) + 0.5);
        var step = (double)j / LogarithmTable.Parts;
        var inverse = 1 / step;
        var f = m - step; // exact, and so is what follows but for the last rounding
        var u = f * inverse;
        var product = DoubleDouble.Product(u, step);
        var restOfU = ((f - product.High) - product.Low) * inverse;

        var series = u * u * (-(1.0 / 2) + (u * ((1.0 / 3) + (u * (-(1.0 / 4) + (u * ((1.0 / 5) + (u * (-(1.0 / 6)
            + (u * ((1.0 / 7) + (u * (-(1.0 / 8) + (u * ((1.0 / 9) - (u / 10))))))))))))))));
        var place = 2 * (j - LogarithmTable.First);
        var high = (exponent * LogOfTwoHigh) + LogarithmTable.Logarithms[place];
        var low = (exponent * LogOfTwoLow) + LogarithmTable.Logarithms[place + 1];
        var leading = DoubleDouble.Ordered(high, u);
        return leading.High + (leading.Low + (low + (restOfU + series)));
    }
}
