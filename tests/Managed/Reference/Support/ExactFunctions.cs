using System.Collections.Concurrent;
using System.Numerics;

namespace TorchBasics.Tests.Managed.Reference.Support;

/// <summary>
/// Elementary functions in whole numbers, by other ways than those of the reference: power series with some 300 digits, so that
/// a distance from them is one from the function itself.
/// </summary>
internal static class ExactFunctions
{
    private const int Digits = 300;

    private static readonly ConcurrentDictionary<int, BigInteger> LogsOfTwo = [];
    private static readonly ConcurrentDictionary<int, BigInteger> Quarters = [];
    private static readonly ConcurrentDictionary<int, BigInteger> SlopesOfErf = [];

    /// <summary>e^x = 2^k e^r.</summary>
    public static ExactNumber Exp(double x) => Exp(ExactNumber.Of(x), Digits);

    /// <summary>log x = e log 2 + 2 artanh((m - 1) / (m + 1)), for a positive number.</summary>
    public static ExactNumber Log(double x)
    {
        var exact = ExactNumber.Of(x);
        var twos = exact.Leading;
        var m = new ExactNumber(exact.Mantissa, exact.Exponent - twos).Fixed(Digits);
        var one = BigInteger.One << Digits;
        if (2 * m > 3 * one)
            (m, twos) = (m >> 1, twos + 1);
        return new((twos * LogOfTwo(Digits)) + (2 * Artanh(((m - one) << Digits) / (m + one), Digits)), -Digits);
    }

    /// <summary>tanh x = (e^2x - 1) / (e^2x + 1).</summary>
    public static ExactNumber Tanh(double x)
    {
        if (Math.Abs(x) > 100)
            return new(Math.Sign(x), 0);
        var digits = DigitsFor(x);
        var power = Exp(ExactNumber.Of(2 * x), digits).Fixed(digits);
        var one = BigInteger.One << digits;
        return new(((power - one) << digits) / (power + one), -digits);
    }

    /// <summary>sin x, by its series behind whole quarters of a circle.</summary>
    public static ExactNumber Sin(double x) => Turned(x, quarters: 0);

    /// <summary>cos x.</summary>
    public static ExactNumber Cos(double x) => Turned(x, quarters: 1);

    /// <summary>erf x = 2 / sqrt(pi) (x - x^3 / (3 1!) + x^5 / (5 2!) - ...).</summary>
    public static ExactNumber Erf(double x)
    {
        var digits = DigitsFor(x) + 200; // the terms grow to e^36
        var z = ExactNumber.Of(x).Fixed(digits);
        var square = (z * z) >> digits;
        var (term, sum) = (z, BigInteger.Zero);
        for (var n = 1; !term.IsZero; n++)
        {
            sum += term / ((2 * n) - 1);
            term = -term * square / n / (BigInteger.One << digits);
        }

        return new((sum * SlopeOfErf(digits)) >> digits, -digits);
    }

    /// <summary>x^n for a number that is not 0, from left to right.</summary>
    public static ExactNumber Power(double x, long n)
    {
        var (power, factor) = (new ExactNumber(1, 0), ExactNumber.Of(x));
        for (var bit = 62; bit >= 0; bit--)
        {
            power = Product(power, power);
            if ((Math.Abs(n) >> bit) % 2 == 1)
                power = Product(power, factor);
        }

        return n >= 0 ? power : new((BigInteger.One << (2 * Digits)) / power.Mantissa, (-2 * Digits) - power.Exponent);
    }

    /// <summary>log 2 2^digits.</summary>
    public static BigInteger LogOfTwo(int digits) => LogsOfTwo.GetOrAdd(
        digits, static digits => 2 * Artanh((BigInteger.One << digits) / 3, digits));

    /// <summary>pi/2 2^digits, by Machin's formula: pi/4 = 4 arctan(1/5) - arctan(1/239).</summary>
    public static BigInteger Quarter(int digits) => Quarters.GetOrAdd(
        digits, static digits => 2 * ((4 * Arctan(5, digits)) - Arctan(239, digits)));

    // As many digits for the smallest number as for any other, in steps, so that few values of a constant are needed.
    private static int DigitsFor(double x) => Digits + (512 * ((Math.Max(0, -ExactNumber.Of(x).Leading) + 255) / 256));

    // 2 / sqrt(pi) = sqrt(2 / (pi / 2))
    private static BigInteger SlopeOfErf(int digits) => SlopesOfErf.GetOrAdd(
        digits, static digits => Root((BigInteger.One << ((3 * digits) + 1)) / Quarter(digits)));

    private static ExactNumber Exp(ExactNumber x, int digits)
    {
        var z = x.Fixed(digits);
        if (2 * BigInteger.Abs(z) < BigInteger.One << digits)
            return new(ExpSeries(z, digits), -digits);
        var k = BigInteger.Divide(z, LogOfTwo(digits));
        return new(ExpSeries(z - (k * LogOfTwo(digits)), digits), (int)k - digits);
    }

    private static BigInteger ExpSeries(BigInteger z, int digits)
    {
        var (term, sum) = (BigInteger.One << digits, BigInteger.Zero);
        for (var n = 1; !term.IsZero; n++)
        {
            sum += term;
            term = term * z / n / (BigInteger.One << digits);
        }

        return sum;
    }

    private static BigInteger Artanh(BigInteger z, int digits)
    {
        var square = z * z >> digits;
        var sum = BigInteger.Zero;
        for (var (term, n) = (z, 1); !term.IsZero; n += 2)
        {
            sum += term / n;
            term = term * square / (BigInteger.One << digits);
        }

        return sum;
    }

    private static BigInteger Arctan(int inverse, int digits)
    {
        var sum = BigInteger.Zero;
        for (var (term, n) = ((BigInteger.One << digits) / inverse, 1); !term.IsZero; n += 2)
        {
            sum += term / n;
            term /= -inverse * inverse;
        }

        return sum;
    }

    private static ExactNumber Turned(double x, int quarters)
    {
        var digits = DigitsFor(x);
        var z = ExactNumber.Of(x).Fixed(digits) + (quarters * Quarter(digits));
        var turns = BigInteger.Divide(z, Quarter(digits));
        z -= turns * Quarter(digits); // below a quarter in absolute value
        var square = z * z >> digits;
        var isCosine = !turns.IsEven;
        var (term, sum) = (isCosine ? BigInteger.One << digits : z, BigInteger.Zero);
        for (var n = isCosine ? 1 : 2; !term.IsZero; n += 2)
        {
            sum += term;
            term = -term * square / (n * (n + 1)) / (BigInteger.One << digits);
        }

        return new((int)(((turns % 4) + 4) % 4) >= 2 ? -sum : sum, -digits);
    }

    private static ExactNumber Product(ExactNumber x, ExactNumber y)
    {
        var product = x.Mantissa * y.Mantissa;
        var surplus = Math.Max(0, (int)product.GetBitLength() - Digits);
        return new(product >> surplus, x.Exponent + y.Exponent + surplus);
    }

    // The whole part of a root, by Newton's method from above.
    private static BigInteger Root(BigInteger x)
    {
        var root = BigInteger.One << (int)((x.GetBitLength() / 2) + 1);
        while (true)
        {
            var next = (root + (x / root)) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }
}
