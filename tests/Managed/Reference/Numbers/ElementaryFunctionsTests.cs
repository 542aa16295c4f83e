using CsCheck;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>The functions against whole-number arithmetic of 300 bits, within the bounds that they state.</summary>
public class ElementaryFunctionsTests
{
    private const long Samples = 4_000;
    private const double LogOfTwo = 0.69314718055994531;

    [Fact]
    public void Exp_is_within_its_bound()
    {
        var whole = Gen.Double[-746, 710];
        Check(Gen.OneOf(whole, whole, Small(700)), ElementaryFunctions.Exp, ExactFunctions.Exp, 0.52, belowNormal: 0.77);
        Check(Gen.Double[-745.5, -708], ElementaryFunctions.Exp, ExactFunctions.Exp, 0.52, belowNormal: 0.77);
    }

    [Fact]
    public void Log_is_within_its_bound() =>
        Check(Gen.OneOf(Positive, Gen.Double[0.5, 2], Near(1)), ElementaryFunctions.Log, ExactFunctions.Log, 0.55);

    [Fact]
    public void Tanh_is_within_its_bound() =>
        Check(
            Gen.OneOf(Gen.Double[-5, 5], Gen.Double[0.12, 0.2], Gen.Double[5, 25], Small(1)),
            ElementaryFunctions.Tanh, ExactFunctions.Tanh, 0.57);

    [Fact]
    public void Sin_is_within_its_bound() =>
        Check(
            Gen.OneOf(Gen.Double[-1024, 1024], Gen.Double[-2, 2], Small(1), NearQuarters),
            ElementaryFunctions.Sin, ExactFunctions.Sin, 0.6);

    [Fact]
    public void Cos_is_within_its_bound() =>
        Check(
            Gen.OneOf(Gen.Double[-1024, 1024], Gen.Double[-2, 2], Small(1), NearQuarters),
            ElementaryFunctions.Cos, ExactFunctions.Cos, 0.6);

    [Fact]
    public void Erf_is_within_its_bound() =>
        Check(Gen.OneOf(Gen.Double[-6, 6], Gen.Double[-1, 1], Small(1)), x => Float64.Erf(new(x)).Value, ExactFunctions.Erf, 1);

    [Fact]
    public void Power_is_within_its_bound() =>
        Gen.Select(Gen.Int[0, 40], Gen.Double[0.5, 1], Gen.Double[-744, 709], Gen.Bool, Gen.Bool).Sample(
            (bits, size, logarithm, isNegative, isInverse) =>
            {
                var n = (long)(size * (1L << bits)) + 1;
                var x = Math.Exp(logarithm / n) * (isNegative ? -1 : 1);
                n = isInverse && logarithm > -708 ? -n : n;

                AssertWithin(x, ElementaryFunctions.Power(x, n), ExactFunctions.Power(x, n), 0.51, belowNormal: 0.76);
            },
            iter: Samples);

    // The points at which a function changes from one formula, or one row of a table, to the next.
    [Theory]
    [MemberData(nameof(Changes))]
    public void Where_formulas_meet_the_bounds_hold_and_nothing_goes_back(string name, double at)
    {
        var (function, exact, bound) = Function(name);
        var x = Steps(at, -200);
        var last = double.NegativeInfinity;
        for (var i = -200; i <= 200; i++, x = Math.BitIncrement(x))
        {
            var y = function(x);

            AssertWithin(x, y, exact(x), bound, belowNormal: 0.77);
            Assert.True(y >= last, $"{name} falls at {x:R}.");
            last = y;
        }
    }

    [Fact]
    public void Exp_of_whole_multiples_of_a_row_of_its_table()
    {
        for (var j = -64 * 40; j <= 64 * 40; j++)
            Near(j * LogOfTwo / 64, ElementaryFunctions.Exp, ExactFunctions.Exp, 0.52);
    }

    [Fact]
    public void Log_of_whole_multiples_of_a_row_of_its_table()
    {
        for (var j = 80; j <= 192; j++)
            Near(j / 128.0, ElementaryFunctions.Log, ExactFunctions.Log, 0.55);
    }

    [Fact]
    public void Erf_of_whole_multiples_of_a_row_of_its_table()
    {
        for (var j = 1; j < 96; j++)
            Near(j / 16.0, x => Float64.Erf(new(x)).Value, ExactFunctions.Erf, 1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.Epsilon, 1)]
    [InlineData(709.782712893384, 1.7976931348622732E+308)]
    [InlineData(709.7827128933841, double.PositiveInfinity)]
    [InlineData(double.MaxValue, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-745.1332191019411, double.Epsilon)]
    [InlineData(-745.1332191019412, 0)]
    [InlineData(double.MinValue, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.NaN, double.NaN)]
    public void Ends_of_exp(double x, double expected) => AssertSame(expected, ElementaryFunctions.Exp(x));

    [Theory]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(1, 0)]
    [InlineData(-double.Epsilon, double.NaN)]
    [InlineData(-1, double.NaN)]
    [InlineData(double.NegativeInfinity, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Ends_of_log(double x, double expected) => AssertSame(expected, ElementaryFunctions.Log(x));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(double.Epsilon, double.Epsilon)]
    [InlineData(-1E-310, -1E-310)]
    [InlineData(20, 1)]
    [InlineData(-1E300, -1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, -1)]
    [InlineData(double.NaN, double.NaN)]
    public void Ends_of_tanh(double x, double expected) => AssertSame(expected, ElementaryFunctions.Tanh(x));

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-double.Epsilon, -double.Epsilon, 1)]
    [InlineData(double.PositiveInfinity, double.NaN, double.NaN)]
    [InlineData(double.NegativeInfinity, double.NaN, double.NaN)]
    [InlineData(double.NaN, double.NaN, double.NaN)]
    public void Ends_of_sine_and_cosine(double x, double sine, double cosine)
    {
        AssertSame(sine, ElementaryFunctions.Sin(x));
        AssertSame(cosine, ElementaryFunctions.Cos(x));
    }

    [Fact]
    public void Larger_angles_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ElementaryFunctions.Sin(1025));
        Assert.Throws<ArgumentOutOfRangeException>(() => ElementaryFunctions.Cos(-1025));
    }

    [Theory]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(0.999, 0, 1)]
    [InlineData(-3, 5, -243)]
    [InlineData(-3, 4, 81)]
    [InlineData(2, -1074, double.Epsilon)]
    [InlineData(2, 1023, 8.98846567431158E+307)]
    [InlineData(2, 1024, double.PositiveInfinity)]
    [InlineData(-2, 1025, double.NegativeInfinity)]
    [InlineData(2, long.MinValue, 0)]
    [InlineData(0.5, long.MaxValue, 0)]
    [InlineData(-1, long.MaxValue, -1)]
    [InlineData(double.Epsilon, -1, double.PositiveInfinity)]
    [InlineData(double.Epsilon, 1, double.Epsilon)]
    [InlineData(0, 3, 0)]
    [InlineData(-0.0, 2, 0)]
    [InlineData(-0.0, -1, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, 3, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, -3, -0.0)]
    [InlineData(double.NaN, 2, double.NaN)]
    public void Ends_of_power(double x, long n, double expected) => AssertSame(expected, ElementaryFunctions.Power(x, n));

    [Fact]
    public void Zero_has_a_sign()
    {
        AssertSame(1, ElementaryFunctions.Exp(-0.0));
        AssertSame(double.NegativeInfinity, ElementaryFunctions.Log(-0.0));
        AssertSame(-0.0, ElementaryFunctions.Tanh(-0.0));
        AssertSame(-0.0, ElementaryFunctions.Sin(-0.0));
        AssertSame(1, ElementaryFunctions.Cos(-0.0));
        AssertSame(-0.0, ElementaryFunctions.Power(-0.0, 3));
        AssertSame(-0.0, Float64.Erf(new(-0.0)).Value);
    }

    [Fact]
    public void Exact_arithmetic_agrees_with_known_digits()
    {
        // e, log 10, tanh 1, sin 1, cos 1, erf 1, 1.5^-3: 20 digits, of which a double sees 16
        Assert.True(Math.Abs(ExactFunctions.Exp(1).Distance(2.71828182845904523536)) <= 0.5);
        Assert.True(Math.Abs(ExactFunctions.Log(10).Distance(2.30258509299404568402)) <= 0.5);
        Assert.True(Math.Abs(ExactFunctions.Tanh(1).Distance(0.76159415595576488812)) <= 0.5);
        Assert.True(Math.Abs(ExactFunctions.Sin(1).Distance(0.84147098480789650665)) <= 0.5);
        Assert.True(Math.Abs(ExactFunctions.Cos(1).Distance(0.54030230586813971740)) <= 0.5);
        Assert.True(Math.Abs(ExactFunctions.Erf(1).Distance(0.84270079294971486934)) <= 0.5);
        Assert.True(Math.Abs(ExactFunctions.Power(1.5, -3).Distance(8 / 27.0)) <= 0.5);
        Assert.Equal(1, ExactFunctions.Exp(0).Distance(Math.BitIncrement(1)));
        Assert.Equal(-0.5, ExactFunctions.Exp(0).Distance(Math.BitDecrement(1)));
    }

    public static TheoryData<string, double> Changes()
    {
        var changes = new TheoryData<string, double>();
        foreach (var at in new[] { 0, 1E-300, 0.0054, -0.0054, LogOfTwo, -LogOfTwo, 20, 709.78271289338397, -708.39, -745 })
            changes.Add(nameof(ElementaryFunctions.Exp), at);
        foreach (var at in new[] { 2.3E-308, 1E-320, 0.70710678118654757, 1, 127.0 / 128, 129.0 / 128, 1.4142135623730951, 2 })
            changes.Add(nameof(ElementaryFunctions.Log), at);
        foreach (var at in new[] { 0, 1.0 / (1 << 27), 1.0 / 8, 1, 19.06, 20 })
            changes.Add(nameof(ElementaryFunctions.Tanh), at);
        foreach (var at in new[] { 0, 1.0 / (1 << 27), 0.78539816339744831, 6.2831853071795862 })
            changes.Add(nameof(ElementaryFunctions.Sin), at);
        foreach (var at in new[] { 0, 1.0 / 16, 0.5, 9.0 / 16, 1, 2, 5.8 })
            changes.Add(nameof(Float64.Erf), at);
        return changes;
    }

    private static Gen<double> Positive { get; } = Gen.ULong[1, 0x7FEF_FFFF_FFFF_FFFF].Select(BitConverter.UInt64BitsToDouble);

    private static Gen<double> NearQuarters { get; } = Gen.Select(
        Gen.Int[-651, 651], Gen.Int[-2, 2], (quarters, steps) => Steps(quarters * 1.5707963267948966, steps));

    // Evenly over the exponents, from the smallest number to a largest, with either sign.
    private static Gen<double> Small(double largest) => Gen.Select(Positive, Gen.Bool, (x, isNegative) =>
    {
        var below = x < largest ? x : largest / x;
        return isNegative ? -below : below;
    });

    private static Gen<double> Near(double x) => Gen.Int[-4_000, 4_000].Select(steps => Steps(x, steps));

    private static (Func<double, double> Function, Func<double, ExactNumber> Exact, double Bound) Function(string name) =>
        name switch
        {
            nameof(ElementaryFunctions.Exp) => (ElementaryFunctions.Exp, ExactFunctions.Exp, 0.52),
            nameof(ElementaryFunctions.Log) => (ElementaryFunctions.Log, ExactFunctions.Log, 0.55),
            nameof(ElementaryFunctions.Tanh) => (ElementaryFunctions.Tanh, ExactFunctions.Tanh, 0.57),
            nameof(ElementaryFunctions.Sin) => (ElementaryFunctions.Sin, ExactFunctions.Sin, 0.6),
            _ => (x => Float64.Erf(new(x)).Value, ExactFunctions.Erf, 1),
        };

    private static void Check(
        Gen<double> arguments, Func<double, double> function, Func<double, ExactNumber> exact, double bound,
        double? belowNormal = null) =>
        arguments.Sample(x => AssertWithin(x, function(x), exact(x), bound, belowNormal ?? bound), iter: Samples);

    private static void Near(double x, Func<double, double> function, Func<double, ExactNumber> exact, double bound)
    {
        for (var steps = -2; steps <= 2; steps++)
        {
            var argument = Steps(x, steps);
            AssertWithin(argument, function(argument), exact(argument), bound, bound);
        }
    }

    private static void AssertWithin(double x, double actual, ExactNumber exact, double bound, double belowNormal)
    {
        var distance = Math.Abs(exact.Distance(actual));
        var allowed = exact.Leading < -1022 && !exact.Mantissa.IsZero ? belowNormal : bound;
        Assert.True(distance <= allowed, $"At {x:R} the result {actual:R} is off by {distance:R} units in the last place.");
    }

    private static double Steps(double x, int steps)
    {
        for (; steps > 0; steps--)
            x = Math.BitIncrement(x);
        for (; steps < 0; steps++)
            x = Math.BitDecrement(x);
        return x;
    }

    private static void AssertSame(double expected, double actual) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
}
