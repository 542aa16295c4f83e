namespace TorchBasics.Reference.Numbers;

/// <summary>
/// The error function, which .NET does not have: erf x = 2 / sqrt(pi) times the integral of e^-t^2 from 0 to x.
/// </summary>
/// <remarks>
/// Off by at most 4 units in the last place. Below 2 the series whose terms are all positive, so that nothing cancels,
/// erf x = 2 / sqrt(pi) e^-x^2 sum over n of 2^n x^(2n+1) / (1 * 3 * ... * (2n + 1)); from 2 on 1 - erfc x, with the
/// continued fraction of erfc, whose error counts for less than a hundredth.
/// Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", equations 7.1.6 and 7.1.14.
/// </remarks>
internal static class ErrorFunction
{
    private const double RootOfPi = 1.7724538509055160273;
    private const double SeriesEnd = 2;
    private const double One = 6; // from here on 1 - erf x is below half a unit in the last place of 1
    private const int Fractions = 60;

    /// <summary>erf x.</summary>
    public static double Erf(double x) => Math.Abs(x) switch
    {
        < SeriesEnd => Series(x),
        < One => Math.CopySign(1 - Complement(Math.Abs(x)), x),
        _ => double.IsNaN(x) ? x : Math.CopySign(1, x),
    };

    /// <summary>Its derivative, 2 / sqrt(pi) e^-x^2.</summary>
    public static double Slope(double x) => 2 / RootOfPi * Math.Exp(-x * x);

    private static double Series(double x)
    {
        var square = x * x;
        var rest = Math.FusedMultiplyAdd(x, x, -square); // what the rounding of the square took away
        var (term, sum) = (x, 0.0);
        for (var n = 1; sum + term != sum; n++)
        {
            sum += term;
            term *= 2 * square / ((2 * n) + 1);
        }

        return 2 / RootOfPi * Math.Exp(-square) * (1 - rest) * sum;
    }

    // erfc x = e^-x^2 / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / ...))), from the innermost fraction out.
    private static double Complement(double x)
    {
        var denominator = x;
        for (var n = Fractions; n > 0; n--)
            denominator = x + (0.5 * n / denominator);
        return Math.Exp(-x * x) / (RootOfPi * denominator);
    }
}
