using System.Numerics;
using CsCheck;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

public class RationalTests
{
    private static readonly Gen<Rational> Fractions = Gen.Select(Gen.Int[-50, 50], Gen.Int[1, 50], (p, q) => new Rational(p, q));

    [Theory]
    [InlineData(6, 4, 3, 2)]
    [InlineData(6, -4, -3, 2)]
    [InlineData(-6, -4, 3, 2)]
    [InlineData(0, -7, 0, 1)]
    [InlineData(5, 1, 5, 1)]
    public void Lowest_terms_with_the_sign_above(int p, int q, int numerator, int denominator)
    {
        var x = new Rational(p, q);

        Assert.Equal((numerator, denominator), ((int)x.Numerator, (int)x.Denominator));
        Assert.Equal(denominator == 1 ? $"{numerator}" : $"{numerator}/{denominator}", x.ToString());
    }

    [Fact]
    public void The_default_is_zero()
    {
        Rational zero = default;

        Assert.Equal(new Rational(0, 5), zero);
        Assert.True(zero == new Rational(0, 1));
        Assert.Equal(zero.GetHashCode(), new Rational(0, 9).GetHashCode());
        Assert.Equal(0, zero.Value);
        Assert.Equal(new Rational(2, 3), zero + new Rational(2, 3));
        Assert.Equal(zero, zero * new Rational(2, 3));
        Assert.Throws<DivideByZeroException>(() => new Rational(2, 3) / zero);
        Assert.Equal("The fraction 3 / 0 is no number.", Assert.Throws<DivideByZeroException>(() => new Rational(3, 0)).Message);
    }

    [Fact]
    public void The_four_operations()
    {
        var (x, y) = (new Rational(1, 2), new Rational(-2, 3));

        Assert.Equal(new Rational(-1, 6), x + y);
        Assert.Equal(new Rational(7, 6), x - y);
        Assert.Equal(new Rational(-1, 3), x * y);
        Assert.Equal(new Rational(-3, 4), x / y);
        Assert.Equal(new Rational(-1, 2), -x);
    }

    [Fact]
    public void The_laws_of_a_field() => Gen.Select(Fractions, Fractions, Fractions).Sample((x, y, z) =>
    {
        Assert.Equal((x * y) + (x * z), x * (y + z));
        Assert.Equal(x, x + y - y);
        if (y != default)
            Assert.Equal(x, x * y / y);
    });

    [Fact]
    public void Fractions_are_ordered_like_their_values() => Gen.Select(Fractions, Fractions).Sample((x, y) =>
    {
        Assert.Equal(x.Value < y.Value, x < y);
        Assert.Equal(x.Value > y.Value, x > y);
        Assert.Equal(x.Value <= y.Value, x <= y);
        Assert.Equal(x.Value >= y.Value, x >= y);
        Assert.Equal(x.Value == y.Value, x == y);
        Assert.Equal(x.Value != y.Value, x != y);
        Assert.Equal(x.Value.Equals(y.Value), x.Equals((object)y));
        Assert.Equal(Math.Max(x.Value, y.Value), Rational.Max(x, y).Value);
    });

    [Fact]
    public void A_fraction_equals_nothing_but_a_fraction() => Assert.False(new Rational(1, 2).Equals((object)0.5));

    [Fact]
    public void A_double_is_a_fraction_and_comes_back() => Gen.Double.Where(double.IsFinite).Sample(value =>
        Assert.Equal(value == 0 ? 0 : value, Rational.From(value).Value));

    [Theory]
    [InlineData(0.1, "3602879701896397/36028797018963968")] // Python: (0.1).as_integer_ratio()
    [InlineData(-3.0, "-3")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(4503599627370496.0, "4503599627370496")] // 2^52
    [InlineData(9007199254740993.0, "9007199254740992")]
    public void A_double_is_the_very_number_that_its_bits_say(double value, string expected) =>
        Assert.Equal(expected, Rational.From(value).ToString());

    [Fact]
    public void The_smallest_and_the_largest_double()
    {
        Assert.Equal(new Rational(1, BigInteger.One << 1074), Rational.From(double.Epsilon));
        Assert.Equal(double.Epsilon, Rational.From(double.Epsilon).Value);
        Assert.Equal((BigInteger.One << 1024) - (BigInteger.One << 971), Rational.From(double.MaxValue).Numerator);
        Assert.Equal(double.MaxValue, Rational.From(double.MaxValue).Value);
        Assert.Equal(new Rational(1, BigInteger.One << 1022), Rational.From(2.2250738585072014e-308));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_is_no_fraction(double value) =>
        Assert.StartsWith(
            "Only a finite double is a fraction.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Rational.From(value)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 3, 1.0 / 3)]
    [InlineData(-2, 3, -2.0 / 3)]
    [InlineData(1, 10, 0.1)]
    [InlineData(1_000_001, 7, 1_000_001 / 7.0)]
    public void The_value_is_the_nearest_double(int p, int q, double expected) =>
        Assert.Equal(expected, new Rational(p, q).Value);

    [Fact]
    public void A_tie_goes_to_the_even_double_and_what_lies_above_it_up()
    {
        // Between 2^53 and 2^53 + 2 lies 2^53 + 1; a little more, and it is nearer to the upper one.
        var tie = (BigInteger.One << 53) + 1;

        Assert.Equal(Math.Pow(2, 53), new Rational(tie, 1).Value);
        Assert.Equal(Math.Pow(2, 53) + 4, new Rational(tie + 2, 1).Value);
        Assert.Equal(Math.Pow(2, 53) + 2, new Rational((tie << 200) + 1, BigInteger.One << 200).Value);
        Assert.Equal(Math.Pow(2, 53), new Rational((tie << 200) - 1, BigInteger.One << 200).Value);
    }

    [Theory]
    [InlineData(4, 9, 2, 3)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1 << 20, 1 << 10, 1 << 5, 1)]
    [InlineData(998_001, 1_000_000, 999, 1000)]
    public void The_root_of_a_square(int p, int q, int rootP, int rootQ) =>
        Assert.Equal(new Rational(rootP, rootQ), Rational.Sqrt(new Rational(p, q)));

    [Fact]
    public void The_root_of_a_large_square() => Fractions.Sample(x => Assert.Equal(Rational.Max(x, -x), Rational.Sqrt(x * x)));

    [Fact]
    public void What_is_no_fraction_is_refused()
    {
        Assert.Equal(
            "The square root of 2 is no fraction.", Assert.Throws<NotSupportedException>(() => Rational.Sqrt(new(2, 1))).Message);
        Assert.Throws<NotSupportedException>(() => Rational.Sqrt(new(1, 3)));
        Assert.Throws<NotSupportedException>(() => Rational.Sqrt(new(-4, 1)));
        Assert.Equal(
            "The power of e of 1/2 is no fraction.", Assert.Throws<NotSupportedException>(() => Rational.Exp(new(1, 2))).Message);
        Assert.Equal(
            "The logarithm of 2 is no fraction.", Assert.Throws<NotSupportedException>(() => Rational.Log(new(2, 1))).Message);
        Assert.Equal(
            "The error function of 2 is no fraction.",
            Assert.Throws<NotSupportedException>(() => Rational.Erf(new(2, 1))).Message);
        Assert.Equal(
            "The hyperbolic tangent of 2 is no fraction.",
            Assert.Throws<NotSupportedException>(() => Rational.Tanh(new(2, 1))).Message);
    }

    [Fact]
    public void Equal_fractions_are_neither_smaller_nor_larger()
    {
        Rational half = new(1, 2), same = new(3, 6);

        Assert.False(half < same);
        Assert.False(half > same);
        Assert.True(half <= same);
        Assert.True(half >= same);
    }
}
