using System.Runtime.Intrinsics;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>The kernels' error function against its series summed with 28 decimal digits.</summary>
public sealed class ErrorFunctionTests
{
    private const decimal RootPi = 1.7724538509055160272981674833m;

    /// <summary>What is said, and derived, at <see cref="LaneMath{S, V}.Erf"/>.</summary>
    private const double Bound = 2.7e-7;

    public static TheoryData<int> Widths => Simd.Widths.All;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Values_are_right_over_the_whole_range(int bits)
    {
        var worst = 0.0;
        foreach (var x in Numbers())
        {
            var expected = (double)Erf((decimal)x);
            worst = Math.Max(worst, Math.Abs(Of(bits, x) - expected));
            Assert.Equal(-Of(bits, x), Of(bits, -x));
        }

        Assert.InRange(worst, 0, Bound);
        Assert.InRange(worst, Bound / 10, Bound); // a bound far above what happens says nothing
    }

    // Below 1 a share of the result, too: GELU multiplies it by x.
    [Theory]
    [MemberData(nameof(Widths))]
    public void Small_values_are_right_to_a_few_units_in_the_last_place(int bits)
    {
        Assert.All(
            Numbers().Where(x => x is > 0 and < 1),
            x => Assert.InRange((Of(bits, x) / (double)Erf((decimal)x)) - 1, -4 / 8388608.0, 4 / 8388608.0));
        Assert.Equal(0, Of(bits, 0));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Ends_are_exact(int bits)
    {
        Assert.Equal(
            [1, 1, 1, -1], [Of(bits, 4.2f), Of(bits, 1e30f), Of(bits, float.PositiveInfinity), Of(bits, float.NegativeInfinity)]);
        Assert.True(float.IsNaN(Of(bits, float.NaN)));
    }

    // Published values: Abramowitz and Stegun 1964, table 7.1.
    [Fact]
    public void The_series_is_the_error_function()
    {
        Assert.Equal(0.1124629160m, Math.Round(Erf(0.1m), 10));
        Assert.Equal(0.8427007929m, Math.Round(Erf(1m), 10));
        Assert.Equal(0.9953222650m, Math.Round(Erf(2m), 10));
        Assert.Equal(0.99997790950300m, Math.Round(Erf(3m), 14));
    }

    // A thousand steps to the end, the neighbours of the places where a formula takes over, and the smallest numbers.
    private static IEnumerable<float> Numbers()
    {
        for (var step = 0; step <= 4400; step++)
            yield return step / 1000f;
        foreach (var edge in (float[])[1, 4.2f])
        {
            yield return MathF.BitDecrement(edge);
            yield return MathF.BitIncrement(edge);
        }

        for (var x = 1e-3f; x > 1e-20f; x /= 7)
            yield return x;
    }

    // 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...): no term cancels another.
    private static decimal Erf(decimal x)
    {
        var (sum, term) = (0m, x);
        for (var n = 1; term > 1e-27m && n < 400; n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 1);
        }

        return 2 / RootPi * sum / Exp(x * x);
    }

    // By its series for a 32nd of the exponent, then squared five times.
    private static decimal Exp(decimal x)
    {
        var (sum, term) = (0m, 1m);
        for (var n = 1; term > 1e-28m; n++)
        {
            sum += term;
            term *= x / 32 / n;
        }

        for (var k = 0; k < 5; k++)
            sum *= sum;
        return sum;
    }

    private static float Of(int bits, float x) => bits switch
    {
        128 => LaneMath<Simd128, Vector128<float>>.Erf(Vector128.Create(x))[0],
        256 => LaneMath<Simd256, Vector256<float>>.Erf(Vector256.Create(x))[0],
        _ => LaneMath<Simd512, Vector512<float>>.Erf(Vector512.Create(x))[0],
    };
}
