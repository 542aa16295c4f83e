namespace TorchBasics.Reference.Numbers.Elementary;

/// <summary>tanh x, by Taylor's series below 1/8, and from there on as 1 - 2 / (e^2x + 1).</summary>
/// <remarks>
/// The series ends with x^17, the rest being below 2^-66 of x; what it adds to x is at most x^2 / 3 &lt; 1/192 of it, and four
/// roundings of that count for 4/192 of a unit in the last place. An error d of e^2x is one of d (1 - y^2) / (2 y) in the
/// result y, at most 4 d from 1/8 on: with d = 2^-59 at most 1/16 of a unit. To both comes the half of the last addition.
/// </remarks>
internal static class HyperbolicTangent
{
    private const double Tiny = 1.0 / (1 << 27); // here x^2 / 3 is below a fifth of a unit in the last place
    private const double SeriesEnd = 1.0 / 8;
    private const double One = 20; // from here on 1 - tanh x is below a twentieth of a unit in the last place of 1

    /// <summary>tanh x.</summary>
    public static double Of(double x) => Math.Abs(x) switch
    {
        < Tiny => x,
        < SeriesEnd => Series(x),
        < One => Math.CopySign(Quotient(Math.Abs(x)), x),
        _ => double.IsNaN(x) ? x : Math.CopySign(1, x),
    };

    // By t' = 1 - t^2 the coefficients c of x, x^3, x^5, ... are c(0) = 1 and c(k) = -sum of c(i) c(k-1-i) over i / (2k + 1).
    private static double Series(double x)
    {
        var z = x * x;
        return x + (x * z * (-(1.0 / 3) + (z * ((2.0 / 15) + (z * (-(17.0 / 315) + (z * ((62.0 / 2835)
            + (z * (-(1382.0 / 155925) + (z * ((21844.0 / 6081075) + (z * (-(929569.0 / 638512875)
            + (z * (6404582.0 / 10854718875))))))))))))))));
    }

    private static double Quotient(double x)
    {
        var y = 1 - (2 / (Exponential.WithMoreDigits(2 * x) + 1));
        return y.High;
    }
}
