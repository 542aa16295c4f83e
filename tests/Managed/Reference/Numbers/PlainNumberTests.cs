using CsCheck;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>What every number must share with a double.</summary>
public class PlainNumberTests
{
    [Fact]
    public void Float64_is_a_double() => IsADouble<Float64>();

    [Fact]
    public void Dual_has_the_value_of_a_double() => IsADouble<Dual>();

    [Fact]
    public void Traced_has_the_value_of_a_double() => IsADouble<Traced>();

    [Fact]
    public void Rounded_has_the_value_of_a_double() => IsADouble<Rounded<Binary32>>();

    [Fact]
    public void Equal_values_are_equal_numbers_however_they_came_about()
    {
        var (x, y) = (Traced.From(1) + Traced.From(2), Traced.Input(3, "x"));

        Assert.True(x == y);
        Assert.False(x != y);
        Assert.True(x != Traced.From(4));
        Assert.True(x.Equals((object)y));
        Assert.False(x.Equals((object)3.0));
        Assert.Equal(x.GetHashCode(), y.GetHashCode());
        Assert.True(Rounded<Binary32>.Exactly(3) == Rounded<Binary32>.Within(3, 1));
        Assert.True(Rounded<Binary32>.Exactly(3) != Rounded<Binary32>.Exactly(4));
        Assert.False(Rounded<Binary32>.Exactly(3) != Rounded<Binary32>.Within(3, 1));
        Assert.True(Rounded<Binary32>.Exactly(3).Equals((object)Rounded<Binary32>.Within(3, 1)));
        Assert.False(Rounded<Binary32>.Exactly(3).Equals((object)3.0));
        Assert.Equal(Rounded<Binary32>.Exactly(3).GetHashCode(), Rounded<Binary32>.Within(3, 1).GetHashCode());
    }

    private static void IsADouble<T>()
        where T : struct, IReal<T>
    {
        Assert.Equal(0, default(T).Value);
        Gen.Select(Gen.Double[-4, 4], Gen.Double[-4, 4]).Sample((a, b) =>
        {
            var (x, y) = (T.From(a), T.From(b));

            Assert.Equal(a, x.Value);
            Assert.Equal([a + b, a - b, a * b, a / b, -a], new[] { x + y, x - y, x * y, x / y, -x }.Select(z => z.Value));
            Assert.Equal(
                [ElementaryFunctions.Exp(a), ElementaryFunctions.Tanh(a)], new[] { T.Exp(x), T.Tanh(x) }.Select(z => z.Value));
            Assert.Equal(
                [ElementaryFunctions.Log(a + 5), Math.Sqrt(a + 5)],
                new[] { T.Log(T.From(a + 5)), T.Sqrt(T.From(a + 5)) }.Select(z => z.Value));
            Assert.Equal($"{a < b} {a > b} {a <= b} {a >= b}", $"{x < y} {x > y} {x <= y} {x >= y}");
            Assert.Equal(Math.Max(a, b), T.Max(x, y).Value);
        });
        Assert.True(double.IsNaN(T.Max(T.From(double.NaN), T.From(1)).Value));
        Assert.True(double.IsNaN(T.Max(T.From(1), T.From(double.NaN)).Value));
        Assert.True(T.From(2) <= T.From(2) && T.From(2) >= T.From(2));
        Assert.False(T.From(2) < T.From(2) || T.From(2) > T.From(2));
    }
}
