namespace TorchBasics.Reference.Numbers.Elementary;

/// <summary>x^n for a whole number n, by squaring with twice the digits and with an exponent of its own.</summary>
/// <remarks>
/// Each of the fewer than 2 log2 n products is off by at most 2^-102, and an error is taken n times at most: for |n| up to 2^40
/// at most 2^-61 of the result, 1/256 of a unit in the last place beside the half of the last rounding.
/// </remarks>
internal static class WholePower
{
    private const int FractionBits = 52;
    private const int Bias = 1023;
    private const int Most = 2_000; // powers of two that no double survives
    private const double SmallestNormal = 2.2250738585072014E-308;

    /// <summary>x^n; 1 where n is 0, whatever x is.</summary>
    public static double Of(double x, long n)
    {
        if (n == 0)
            return 1;
        var sign = x < 0 && n % 2 != 0 ? -1 : 1;
        if (x == 0 || !double.IsFinite(x))
            return OfEnd(x, n);

        var power = new Scaled(1, 0);
        var factor = new Scaled(Math.Abs(x), 0).Normalized();
        for (var left = n < 0 ? 0 - (ulong)n : (ulong)n; ; left >>= 1)
        {
            if (left % 2 == 1)
                power = power.Times(factor);
            if (left <= 1)
                break;
            factor = factor.Times(factor);
        }

        return sign * (n > 0 ? PowerOfTwo.Scale(power.Number.High, power.Exponent)
            : PowerOfTwo.Scale((1 / power.Number).High, -power.Exponent));
    }

    // Zero, infinity or not a number: an odd power has the sign of x.
    private static double OfEnd(double x, long n)
    {
        var end = n % 2 != 0 || double.IsNaN(x) ? x : Math.Abs(x);
        return n > 0 ? end : 1 / end;
    }

    // Number 2^Exponent
    private readonly record struct Scaled(DoubleDouble Number, int Exponent)
    {
        public Scaled Times(Scaled other) => new Scaled(Number * other.Number, Exponent + other.Exponent).Normalized();

        // From 1 to 2; exponents far beyond those of a double stay what they are: far beyond.
        public Scaled Normalized()
        {
            var isNormal = Number.High >= SmallestNormal;
            var (number, exponent) = isNormal ? (Number, Exponent) : (Number * (double)(1L << 54), Exponent - 54);
            var twos = (int)(BitConverter.DoubleToInt64Bits(number.High) >> FractionBits) - Bias;
            var one = new DoubleDouble(PowerOfTwo.Scale(number.High, -twos), PowerOfTwo.Scale(number.Low, -twos));
            return new(one, Math.Clamp(exponent + twos, -Most, Most));
        }
    }
}
