using System.Numerics;

namespace TorchBasics.Reference.Numbers;

/// <summary>A fraction of whole numbers of any length: sums, products and quotients without rounding.</summary>
/// <remarks>
/// Kept in lowest terms with a positive denominator. Exponential, logarithm and hyperbolic tangent of a fraction are no
/// fractions but at one point, and are refused everywhere.
/// </remarks>
public readonly struct Rational : IReal<Rational>, IEquatable<Rational>
{
    private readonly BigInteger _numerator;
    private readonly BigInteger _denominator; // 0 in default(Rational), which is the number 0

    /// <summary>A fraction.</summary>
    /// <param name="numerator">Any whole number.</param>
    /// <param name="denominator">Any whole number but 0.</param>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException($"The fraction {numerator} / 0 is no number.");
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (_numerator, _denominator) = (numerator / divisor, denominator / divisor);
    }

    /// <summary>The number above the line, in lowest terms; its sign is the fraction's.</summary>
    public BigInteger Numerator => _numerator;

    /// <summary>The number below the line, in lowest terms; positive.</summary>
    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    /// <summary>
    /// The nearest double; of two that are equally near the even one. Below the smallest normal one it may be the next.
    /// </summary>
    public double Value
    {
        get
        {
            // 64 binary digits of the quotient, the last one set where digits follow: a double has 53 and rounds right.
            var magnitude = BigInteger.Abs(Numerator);
            var shift = 63 - (int)(magnitude.GetBitLength() - Denominator.GetBitLength());
            var quotient = BigInteger.DivRem(
                shift > 0 ? magnitude << shift : magnitude, shift < 0 ? Denominator << -shift : Denominator, out var rest);
            var digits = (ulong)quotient | (rest.IsZero ? 0UL : 1UL);
            return Numerator.Sign * Math.ScaleB(digits, -shift);
        }
    }

    /// <summary>The very number that a double is: a whole number times a power of two.</summary>
    /// <param name="value">Any finite double.</param>
    /// <returns>The fraction.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The double is infinite or not a number.</exception>
    public static Rational From(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only a finite double is a fraction.");
        var bits = BitConverter.DoubleToInt64Bits(value);
        var (fraction, exponent) = (bits & ((1L << 52) - 1), (int)((bits >> 52) & 0x7FF));
        var whole = new BigInteger(exponent == 0 ? fraction : fraction | (1L << 52)) * (value < 0 ? -1 : 1);
        var power = Math.Max(exponent, 1) - 1075; // IEEE 754: value = whole 2^power
        return power < 0 ? new(whole, BigInteger.One << -power) : new(whole << power, BigInteger.One);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Rational Exp(Rational x) => throw Irrational("power of e", x);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Rational Log(Rational x) => throw Irrational("logarithm", x);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Rational Tanh(Rational x) => throw Irrational("hyperbolic tangent", x);

    /// <inheritdoc/>
    public static Rational Erf(Rational x) => throw Irrational("error function", x);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The number is not the square of a fraction.</exception>
    public static Rational Sqrt(Rational x)
    {
        var (numerator, denominator) = (Root(x.Numerator), Root(x.Denominator));
        return numerator * numerator == x.Numerator && denominator * denominator == x.Denominator
            ? new(numerator, denominator)
            : throw Irrational("square root", x);
    }

    /// <inheritdoc/>
    public static Rational Max(Rational x, Rational y) => x >= y ? x : y;

    /// <inheritdoc/>
    public static Rational operator +(Rational x, Rational y) =>
        new((x.Numerator * y.Denominator) + (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    /// <inheritdoc/>
    public static Rational operator -(Rational x, Rational y) => x + -y;

    /// <inheritdoc/>
    public static Rational operator *(Rational x, Rational y) => new(x.Numerator * y.Numerator, x.Denominator * y.Denominator);

    /// <inheritdoc/>
    /// <exception cref="DivideByZeroException">y is 0.</exception>
    public static Rational operator /(Rational x, Rational y) => new(x.Numerator * y.Denominator, x.Denominator * y.Numerator);

    /// <inheritdoc/>
    public static Rational operator -(Rational x) => new(-x.Numerator, x.Denominator);

    /// <inheritdoc/>
    public static bool operator <(Rational x, Rational y) => Compare(x, y) < 0;

    /// <inheritdoc/>
    public static bool operator >(Rational x, Rational y) => Compare(x, y) > 0;

    /// <inheritdoc/>
    public static bool operator <=(Rational x, Rational y) => Compare(x, y) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(Rational x, Rational y) => Compare(x, y) >= 0;

    /// <inheritdoc/>
    public static bool operator ==(Rational x, Rational y) => x.Equals(y);

    /// <inheritdoc/>
    public static bool operator !=(Rational x, Rational y) => !x.Equals(y);

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <inheritdoc/>
    public override string ToString() => Denominator.IsOne ? $"{Numerator}" : $"{Numerator}/{Denominator}";

    private static int Compare(Rational x, Rational y) => (x.Numerator * y.Denominator).CompareTo(y.Numerator * x.Denominator);

    // The largest whole number whose square is at most x, by Newton's rule from above; -1 where there is none.
    private static BigInteger Root(BigInteger x)
    {
        if (x.Sign <= 0)
            return x.Sign;
        var root = BigInteger.One << (int)((x.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (x / root)) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }

    private static NotSupportedException Irrational(string what, Rational x) => new($"The {what} of {x} is no fraction.");
}
