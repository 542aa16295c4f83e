namespace TorchBasics.Reference.Numbers.Elementary;

/// <summary>e^x = 2^(k/64) e^r, where k is the whole number next to 64 x / log 2.</summary>
/// <remarks>
/// |r| &lt;= log(2) / 128 &lt; 2^-7.5, and Taylor's series ends with r^6 / 6!, the rest being below 2^-65. What is added to the
/// 2^(k/64) of the table, 2^(k/64) (e^r - 1), is so small that the errors of r, of the series and of the product count for at
/// most 2^-61 of the result each, 2^-59 in all: 1/64 of a unit in the last place beside the half of the last addition.
/// </remarks>
internal static class Exponential
{
    // k is found by a product; log(2) / 64 = PartHigh + PartLow, where PartHigh ends at 2^-42, so that k PartHigh is exact.
    private const double PartsPerUnit = 92.33248261689366;
    private const double PartHigh = 0.010830424696223417;
    private const double PartLow = 2.572804622327669E-14;
    private const double Beyond = 746; // e^746 overflows and e^-746 is nearer to 0 than to the smallest number

    /// <summary>e^x.</summary>
    public static double Of(double x)
    {
        if (!(Math.Abs(x) < Beyond))
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;
        var (table, addition, exponent) = Reduce(x);
        return PowerOfTwo.Scale(table + addition, exponent);
    }

    /// <summary>e^x with more digits, off by at most 2^-59 of it, for |x| up to 700.</summary>
    public static DoubleDouble WithMoreDigits(double x)
    {
        var (table, addition, exponent) = Reduce(x);
        var sum = DoubleDouble.Ordered(table, addition);
        return new(PowerOfTwo.Scale(sum.High, exponent), PowerOfTwo.Scale(sum.Low, exponent));
    }

    // e^x = (table + addition) 2^exponent
    private static (double Table, double Addition, int Exponent) Reduce(double x)
    {
        var parts = Math.Round(x * PartsPerUnit);
        var r = (x - (parts * PartHigh)) - (parts * PartLow); // the first difference is exact: a multiple of 2^-60 below 2^-7
        var series = r + (r * r * ((1.0 / 2) + (r * ((1.0 / 6) + (r * ((1.0 / 24) + (r * ((1.0 / 120) + (r / 720)))))))));
        var k = (int)parts;
        var j = k & (ExponentialTable.Parts - 1);
        var table = ExponentialTable.Powers[2 * j];
        return (table, ExponentialTable.Powers[(2 * j) + 1] + (table * series), (k - j) / ExponentialTable.Parts);
    }
}
