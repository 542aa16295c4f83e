namespace TorchBasics.Reference.Numbers.Elementary;

/// <summary>Sine and cosine: x = k pi/2 + r, where k is the whole number next to 2 x / pi, and Taylor's series for r.</summary>
/// <remarks>
/// r and the first two terms are computed with twice the digits: pi/2 is taken with 139 bits, of which k, below 2^10, leaves
/// r an error below 2^-128. Of the sine of |r| &lt;= pi/4 the other terms are at most 1/280, of the cosine at most 1/44, so that
/// four roundings count for at most 1/11 of a unit in the last place, beside the half of the last addition.
/// </remarks>
internal static class Circle
{
    /// <summary>The largest argument, in absolute value: more would need more digits of pi.</summary>
    public const double Largest = 1024;

    private const double QuartersPerUnit = 0.6366197723675814; // 2 / pi
    private const double QuarterHigh = 1.5707963267948344; // a multiple of 2^-42, then one of 2^-85, then the rest
    private const double QuarterMiddle = 6.223372171897554E-14;
    private const double QuarterLow = -9.403137205957857E-27;
    private const double Tiny = 1.0 / (1 << 27); // here sin x is x, and cos x is 1, within a tenth of a unit in the last place

    /// <summary>sin x.</summary>
    public static double Sine(double x) => Math.Abs(x) < Tiny ? x : Turned(x, quarters: 0);

    /// <summary>cos x = sin(x + pi/2).</summary>
    public static double Cosine(double x) => Math.Abs(x) < Tiny ? 1 : Turned(x, quarters: 1);

    // sin(x + quarters pi/2)
    private static double Turned(double x, int quarters)
    {
        if (!double.IsFinite(x))
            return double.NaN;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(x), Largest, nameof(x));
        var k = Math.Round(x * QuartersPerUnit);
        var r = DoubleDouble.Sum(x - (k * QuarterHigh), -k * QuarterMiddle) - (k * QuarterLow);
        return (((int)k + quarters) & 3) switch
        {
            0 => SineSeries(r),
            1 => CosineSeries(r),
            2 => -SineSeries(r),
            _ => -CosineSeries(r),
        };
    }

    // r - r^3 / 3! + r^5 / 5! - ... - r^19 / 19!
    private static double SineSeries(DoubleDouble r)
    {
        var (square, z) = (r * r, r.High * r.High);
        var others = r.High * z * z * ((1.0 / 120) + (z * (-(1.0 / 5040) + (z * ((1.0 / 362880) + (z * (-(1.0 / 39916800)
            + (z * ((1.0 / 6227020800) + (z * (-(1.0 / 1307674368000) + (z * ((1.0 / 355687428096000)
            - (z / 121645100408832000))))))))))))));
        var first = r - (r * square / 6);
        return first.High + (first.Low + others);
    }

    // 1 - r^2 / 2! + r^4 / 4! - ... - r^18 / 18!
    private static double CosineSeries(DoubleDouble r)
    {
        var (square, z) = (r * r, r.High * r.High);
        var others = z * z * ((1.0 / 24) + (z * (-(1.0 / 720) + (z * ((1.0 / 40320) + (z * (-(1.0 / 3628800)
            + (z * ((1.0 / 479001600) + (z * (-(1.0 / 87178291200) + (z * ((1.0 / 20922789888000)
            - (z / 6402373705728000))))))))))))));
        var first = 1 - (square * 0.5);
        return first.High + (first.Low + others);
    }
}
