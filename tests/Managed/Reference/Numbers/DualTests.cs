using CsCheck;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>Derivatives by the rules of calculus, each in its own direction.</summary>
public class DualTests
{
    private static readonly Dual X = Dual.Variable(3, 0);
    private static readonly Dual Y = Dual.Variable(-2, 7);

    [Fact]
    public void A_variable_moves_in_its_own_direction_alone()
    {
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], Directions(X));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1], Directions(Y));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0], Directions(Dual.From(5)));
        Assert.Equal(8, Dual.Directions);
    }

    [Fact]
    public void Sums_products_and_quotients()
    {
        AssertDual(1, 1, 1, X + Y);
        AssertDual(5, 1, -1, X - Y);
        AssertDual(-6, -2, 3, X * Y);
        AssertDual(-1.5, -0.5, -0.75, X / Y);
        AssertDual(-3, -1, 0, -X);
    }

    [Fact]
    public void Functions()
    {
        AssertDual(Math.Exp(3), Math.Exp(3), 0, Dual.Exp(X));
        AssertDual(Math.Log(3), 1 / 3.0, 0, Dual.Log(X));
        AssertDual(Float64.Erf(new(3)).Value, 2 / Math.Sqrt(Math.PI) * Math.Exp(-9), 0, Dual.Erf(X));
        AssertDual(Math.Tanh(3), 1 / (Math.Cosh(3) * Math.Cosh(3)), 0, Dual.Tanh(X));
        AssertDual(Math.Sqrt(3), 0.5 / Math.Sqrt(3), 0, Dual.Sqrt(X));
    }

    [Fact]
    public void The_slope_of_tanh_keeps_its_digits_far_out() =>
        // 4 e^-2x (1 + O(e^-2x))
        Assert.Equal(4 * Math.Exp(-40), Dual.Tanh(Dual.Variable(20, 0)).Tangent[0], 1e-12 * Math.Exp(-40));

    [Fact]
    public void The_maximum_keeps_the_derivative_of_the_one_it_takes_the_first_of_equals()
    {
        AssertDual(3, 1, 0, Dual.Max(X, Y));
        AssertDual(3, 1, 0, Dual.Max(Y, X));
        AssertDual(3, 1, 0, Dual.Max(X, Dual.Variable(3, 7)));
        AssertDual(double.NaN, 1, 0, Dual.Max(Dual.Variable(double.NaN, 0), Y));
        AssertDual(double.NaN, 1, 0, Dual.Max(Y, Dual.Variable(double.NaN, 0)));
    }

    [Fact]
    public void Comparisons_look_at_the_value() => Gen.Select(Gen.Int[-2, 2], Gen.Int[-2, 2]).Sample((a, b) =>
    {
        var (x, y) = (Dual.Variable(a, 0), Dual.Variable(b, 1));

        Assert.Equal($"{a < b} {a > b} {a <= b} {a >= b}", $"{x < y} {x > y} {x <= y} {x >= y}");
    });

    private static double[] Directions(Dual x) => [.. Enumerable.Range(0, 8).Select(d => x.Tangent[d])];

    private static void AssertDual(double value, double byX, double byY, Dual actual)
    {
        Assert.Equal(value, actual.Value);
        Assert.Equal(byX, actual.Tangent[0], 1e-15 * Math.Max(1, Math.Abs(byX)));
        Assert.Equal(byY, actual.Tangent[7], 1e-15);
        Assert.Equal(0, actual.Tangent[3]);
    }
}
