using System.Numerics;

namespace TorchBasics.Tests.Managed.Reference.Support;

/// <summary>Mantissa 2^Exponent, in whole numbers of any length: what the functions of a double are held against.</summary>
internal readonly record struct ExactNumber(BigInteger Mantissa, int Exponent)
{
    private const int Resolution = 40; // bits behind the point of a distance

    /// <summary>The number that a finite double is.</summary>
    public static ExactNumber Of(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var (exponent, fraction) = ((int)(bits >> 52) & 0x7FF, bits & ((1L << 52) - 1));
        var mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        return new(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    /// <summary>The place of the first digit: the number is from 2^Leading to 2^(Leading + 1) in absolute value.</summary>
    public int Leading => (int)BigInteger.Abs(Mantissa).GetBitLength() - 1 + Exponent;

    /// <summary>The number times 2^bits, what is behind the point cut off.</summary>
    public BigInteger Fixed(int bits) => Shift(Mantissa, Exponent + bits);

    /// <summary>
    /// How far a double is from this number, in units in the last place of this number; infinity stands for 2^1024 and all
    /// beyond.
    /// </summary>
    public double Distance(double actual)
    {
        if (double.IsNaN(actual))
            return double.NaN;
        if (double.IsInfinity(actual) && Leading >= 1024 && Math.Sign(actual) == Mantissa.Sign)
            return 0;
        var lastPlace = (Mantissa.IsZero ? -1074 : Math.Max(Leading, -1022) - 52) - Resolution;
        return (double)From(actual).Fixed(-lastPlace) / (1L << Resolution);
    }

    /// <summary>How far a double is from this number.</summary>
    public double Difference(double actual)
    {
        var difference = From(actual);
        var surplus = Math.Max(0, (int)BigInteger.Abs(difference.Mantissa).GetBitLength() - 64);
        return Math.ScaleB((double)(difference.Mantissa >> surplus), difference.Exponent + surplus);
    }

    // actual - this, exactly
    private ExactNumber From(double actual)
    {
        var other = double.IsInfinity(actual) ? new(Math.Sign(actual), 1024) : Of(actual);
        var lowest = Math.Min(Exponent, other.Exponent);
        return new(Shift(other.Mantissa, other.Exponent - lowest) - Shift(Mantissa, Exponent - lowest), lowest);
    }

    private static BigInteger Shift(BigInteger x, int bits) => bits >= 0 ? x << bits : x >> -bits;
}
