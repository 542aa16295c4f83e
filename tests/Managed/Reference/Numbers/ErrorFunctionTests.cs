using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>The error function against its Taylor series summed with 60 decimal digits (Python's decimal).</summary>
public class ErrorFunctionTests
{
    [Theory]
    [InlineData(0.1, 0.1124629160182848984047)]
    [InlineData(0.5, 0.5204998778130465376827)]
    [InlineData(1, 0.8427007929497148693412)]
    [InlineData(1.9, 0.9927904292352574672372)]
    [InlineData(2, 0.9953222650189527341620)]
    [InlineData(2.5, 0.9995930479825550410604)]
    [InlineData(3.5, 0.9999992569016276585872)]
    [InlineData(5, 0.9999999999984625402055)]
    public void Values_are_right_to_four_units_in_the_last_place(double x, double expected)
    {
        Assert.InRange(Float64.Erf(new(x)).Value - expected, -4 * Ulp(expected), 4 * Ulp(expected));
        Assert.Equal(Float64.Erf(new(x)).Value, -Float64.Erf(new(-x)).Value);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(6, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, -1)]
    [InlineData(double.NaN, double.NaN)]
    public void Ends_are_exact(double x, double expected) => Assert.Equal(expected, Float64.Erf(new(x)).Value);

    [Fact]
    public void Both_formulas_meet_where_one_takes_over()
    {
        var (below, above) = (Float64.Erf(new(double.BitDecrement(2))).Value, Float64.Erf(new(2)).Value);

        Assert.InRange(above - below, -4 * Ulp(above), 4 * Ulp(above));
    }

    private static double Ulp(double x) => double.BitIncrement(x) - x;
}
