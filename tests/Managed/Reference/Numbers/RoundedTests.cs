using TorchBasics.Reference.Numbers;
using Double = TorchBasics.Reference.Numbers.Rounded<TorchBasics.Reference.Numbers.Binary64>;
using Single = TorchBasics.Reference.Numbers.Rounded<TorchBasics.Reference.Numbers.Binary32>;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>
/// Bounds against the formulas of the docstring, worked out with u = 2^-24 + 2^-53 and the smallest normal number s = 2^-126.
/// </summary>
public class RoundedTests
{
    private const double U = (1.0 / (1 << 24)) + (1.0 / (1L << 53));
    private const double S = 1.1754943508222875e-38;

    [Fact]
    public void The_formats_have_the_numbers_of_IEEE_754()
    {
        Assert.Equal(Math.Pow(2, -24), Binary32.UnitRoundoff);
        Assert.Equal(Math.Pow(2, -53), Binary64.UnitRoundoff);
        Assert.Equal(Math.Pow(2, -126), Binary32.SmallestNormal);
        Assert.Equal(Math.Pow(2, -1022), Binary64.SmallestNormal);
        Assert.Equal(0.1f, Binary32.Round(0.1));
        Assert.Equal(0.1, Binary64.Round(0.1));
    }

    [Fact]
    public void A_number_that_the_format_holds_has_no_error_and_another_one_rounding()
    {
        Assert.Equal(0, Single.From(0.5).Error);
        Assert.Equal(0, Single.Exactly(0.1).Error);
        Assert.Equal(0.25, Single.Within(1, 0.25).Error);
        Assert.Equal(0, Double.From(0.1).Error);
        Close((U * (1 + U) * 0.1) + S, Single.From(0.1).Error);
        Close((U * (1 + U) * 0.1) + S, Single.From(-0.1).Error);
        Assert.Equal(0, Single.From(double.NaN).Error);
        Assert.Equal(0, default(Single).Error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void A_sum_is_bounded_by_the_absolute_values_of_its_terms(int terms)
    {
        var sum = default(Single);
        for (var i = 0; i < terms; i++)
            sum += Single.Within(i % 2 == 0 ? 3 : -3, 1e-6);

        var k = (terms - 1) * U;
        // Two terms are rounded once: what counts is their sum, here 0, and not 3 + 3.
        var size = terms == 2 ? 2e-6 : terms * (3 + 1e-6);
        Close((terms * 1e-6) + (k / (1 - k) * size), sum.Error);
        Assert.Equal(terms, sum.Terms);
        Assert.Equal(sum.Error, (-sum).Error);
        Assert.Equal(terms, (-sum).Terms);
    }

    [Fact]
    public void A_difference_is_a_sum() =>
        Close((2e-6) + (U / (1 - U) * (1 + 2e-6)), (Single.Within(3, 1e-6) - Single.Within(2, 1e-6)).Error);

    [Fact]
    public void A_sum_is_open_until_something_else_is_done_with_it()
    {
        var (a, b, c) = (Single.Exactly(1), Single.Exactly(2), Single.Exactly(3));

        Assert.Equal(3, (a + (b + c)).Terms);
        Assert.Equal(1, ((b + c) * a).Terms);
        Assert.Equal(0, default(Single).Terms);
    }

    [Fact]
    public void A_sum_too_long_for_the_format_has_no_bound()
    {
        // (n - 1) u reaches 1 just above 2^24 terms.
        var sum = Single.Exactly(1);
        for (var i = 0; i < 25; i++)
            sum += sum;

        Assert.Equal(double.PositiveInfinity, sum.Error);
    }

    [Fact]
    public void A_product_carries_both_errors_and_its_own()
    {
        var inherited = (3 * 2e-6) + (5 * 1e-6) + (1e-6 * 2e-6);

        Close(inherited + (U * (1 + U) * (15 + inherited)) + S, (Single.Within(-3, 1e-6) * Single.Within(5, 2e-6)).Error);
        Close((U * (1 + U) * 15) + S, (Single.Exactly(3) * Single.Exactly(-5)).Error);
        Close((3 * 2e-6) + (U * (1 + U) * (15 + (3 * 2e-6))) + S, (Single.Exactly(3) * Single.Within(5, 2e-6)).Error);
        Close((5 * 1e-6) + (U * (1 + U) * (15 + (5 * 1e-6))) + S, (Single.Within(3, 1e-6) * Single.Exactly(5)).Error);
    }

    [Fact]
    public void Nothing_times_anything_is_nothing_exactly()
    {
        Assert.Equal(0, (Single.Exactly(0) * Single.Within(5, 1)).Error);
        Assert.Equal(0, (Single.Within(5, 1) * Single.Exactly(0)).Error);
        Assert.Equal(0, (Single.Exactly(0) / Single.Within(5, 1)).Error);
        Assert.True((Single.Within(0, 1e-6) * Single.Exactly(5)).Error >= 5e-6);
        Assert.True((Single.Exactly(5) * Single.Within(0, 1e-6)).Error >= 5e-6);
        Assert.True((Single.Within(0, 1e-6) / Single.Exactly(5)).Error >= 2e-7);
    }

    [Fact]
    public void A_quotient_may_be_rounded_twice()
    {
        var inherited = (1e-6 + (0.6 * 2e-6)) / (5 - 2e-6);

        Close(inherited + (2 * U * (1 + U) * (0.6 + inherited)) + S, (Single.Within(-3, 1e-6) / Single.Within(-5, 2e-6)).Error);
        Close(inherited + (2 * U * (1 + U) * (0.6 + inherited)) + S, (Single.Within(3, 1e-6) / Single.Within(-5, 2e-6)).Error);
        Assert.Equal(double.PositiveInfinity, (Single.Exactly(1) / Single.Within(1, 1)).Error);
        Assert.True((Single.Exactly(1) / Single.Within(1, 0.99)).Error is > 99 and < 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-6)]
    [InlineData(0.009)]
    [InlineData(0.5)]
    public void An_exponential_covers_all_of_its_argument(double error)
    {
        var bound = Single.Exp(Single.Within(2, error)).Error;

        var inherited = Math.Exp(2 + error) - Math.Exp(2);
        AssertAtLeast(inherited + (8 * U * (Math.Exp(2) + inherited)) + S, bound, slack: 1e-4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-6)]
    [InlineData(0.015)]
    [InlineData(1)]
    public void A_logarithm_covers_all_of_its_argument(double error)
    {
        var bound = Single.Log(Single.Within(2, error)).Error;

        var inherited = Math.Log(2) - Math.Log(2 - error);
        AssertAtLeast(inherited + (8 * U * (Math.Log(2) + inherited)) + S, bound, slack: 1e-4);
    }

    [Fact]
    public void A_logarithm_that_may_be_one_of_zero_has_no_bound()
    {
        Assert.Equal(double.PositiveInfinity, Single.Log(Single.Within(1, 1)).Error);
        Assert.True(double.IsFinite(Single.Log(Single.Within(1, 0.999)).Error));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1e-3)]
    [InlineData(1, 0.1)]
    [InlineData(-1, 0.1)]
    [InlineData(3, 1e-6)]
    public void A_hyperbolic_tangent_covers_all_of_its_argument(double value, double error)
    {
        var bound = Single.Tanh(Single.Within(value, error)).Error;

        var largest = new[] { value - error, value + error }.Max(x => Math.Abs(Math.Tanh(x) - Math.Tanh(value)));
        Assert.True(bound >= largest + (8 * U * Math.Abs(Math.Tanh(value))));
        var slope = Math.Min(1, 1 - (Math.Tanh(value) * Math.Tanh(value)) + error);
        Close((slope * error) + (8 * U * (Math.Abs(Math.Tanh(value)) + (slope * error))) + S, bound);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1e-3)]
    [InlineData(1, 0.1)]
    [InlineData(-1, 0.1)]
    [InlineData(3, 1e-6)]
    public void The_error_function_carries_its_slope(double value, double error)
    {
        var bound = Single.Erf(Single.Within(value, error)).Error;

        var largest = new[] { value - error, value + error }.Max(x => Math.Abs(Erf(x) - Erf(value)));
        Assert.True(bound >= largest + (8 * U * Math.Abs(Erf(value))));
        var slope = Math.Min(2 / Math.Sqrt(Math.PI), (2 / Math.Sqrt(Math.PI) * Math.Exp(-value * value)) + error);
        Close((slope * error) + 1.5e-7 + (8 * U) + S, bound);
    }

    [Fact]
    public void A_quotient_by_what_overflows_in_the_format_may_be_zero()
    {
        var quotient = Single.Exactly(-90) / Single.Exactly(1.2e39); // e^90, which no single holds

        Assert.True(quotient.Error >= 90 / 1.2e39);
        Assert.True((Single.Exactly(-90) / Single.Exactly(3.4e38)).Error < 2 * S);
    }

    [Fact]
    public void A_quotient_by_what_may_be_anything_has_no_bound() =>
        Assert.Equal(double.PositiveInfinity, (Single.Exactly(1) / Single.Within(2, 1e39)).Error);

    private static double Erf(double x) => Float64.Erf(new(x)).Value;

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 0.1)]
    [InlineData(4, 4)]
    [InlineData(0, 0)]
    [InlineData(0, 0.01)]
    [InlineData(1e-8, 1e-6)]
    public void A_root_covers_all_of_its_argument(double value, double error)
    {
        var bound = Single.Sqrt(Single.Within(value, error)).Error;

        var y = Math.Sqrt(value);
        var inherited = error == 0 ? 0 : Math.Min(Math.Sqrt(error), error / y);
        Assert.True(bound >= Math.Sqrt(value + error) - y);
        Assert.True(bound >= y - Math.Sqrt(Math.Max(0, value - error)));
        Close(inherited + (2 * U * (1 + U) * (y + inherited)) + S, bound);
    }

    [Fact]
    public void A_maximum_may_be_the_other_one_where_the_two_may_be_equal()
    {
        Assert.Equal(0.5, Single.Max(Single.Within(3, 0.5), Single.Within(1, 0.75)).Error);
        Assert.Equal(0.5, Single.Max(Single.Within(1, 0.75), Single.Within(3, 0.5)).Error);
        Assert.Equal(1.75, Single.Max(Single.Within(3, 0.5), Single.Within(1, 1.75)).Error);
        Assert.Equal(1.5, Single.Max(Single.Within(3, 0.5), Single.Within(1, 1.5)).Error); // just touching
        Assert.Equal(0.75, Single.Max(Single.Within(3, 0.25), Single.Within(3, 0.75)).Error);
    }

    [Fact]
    public void The_text_shows_value_and_bound() => Assert.Equal("0.5 +- 0.25", Single.Within(0.5, 0.25).ToString());

    [Fact]
    public void In_double_the_oracle_itself_may_be_off() =>
        Close(2 * Math.Pow(2, -53) * 15, (Double.Exactly(3) * Double.Exactly(5)).Error);

    private static void Close(double expected, double actual) => AssertAtLeast(expected, actual, slack: 1e-9);

    // At least what is expected, but for the rounding of this very assertion, and not much more.
    private static void AssertAtLeast(double expected, double actual, double slack)
    {
        Assert.True(actual >= expected * (1 - 1e-14), $"The bound {actual:R} is below {expected:R}.");
        Assert.True(actual <= expected * (1 + slack), $"The bound {actual:R} is far above {expected:R}.");
    }
}
