using CsCheck;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>
/// Bounds of functions against whole-number arithmetic: an engine that is off by all the units in the last place that it is
/// allowed, from any argument within the error of its own, stays within the bound about the value of the reference, whose own
/// error so counts, too.
/// </summary>
public class RoundedFunctionTests
{
    private static readonly double[] Shares = [-1, -0.5, 0, 0.5, 1];

    [Fact]
    public void In_single_precision_the_bounds_hold() => Hold<Binary32>();

    [Fact]
    public void In_double_precision_the_bounds_hold() => Hold<Binary64>();

    private static void Hold<TPrecision>()
        where TPrecision : IPrecision
    {
        Check<TPrecision>(Gen.Double[-80, 80], Rounded<TPrecision>.Exp, ExactFunctions.Exp, _ => double.PositiveInfinity);
        Check<TPrecision>(Gen.Double[1e-3, 50], Rounded<TPrecision>.Log, ExactFunctions.Log, x => 0.99 * x);
        Check<TPrecision>(Gen.Double[0.9, 1.1], Rounded<TPrecision>.Log, ExactFunctions.Log, x => 0.99 * x);
        Check<TPrecision>(Gen.Double[-10, 10], Rounded<TPrecision>.Tanh, ExactFunctions.Tanh, _ => double.PositiveInfinity);
        Check<TPrecision>(Gen.Double[-5, 5], Rounded<TPrecision>.Erf, ExactFunctions.Erf, _ => double.PositiveInfinity);
    }

    private static void Check<TPrecision>(
        Gen<double> arguments, Func<Rounded<TPrecision>, Rounded<TPrecision>> function, Func<double, ExactNumber> exact,
        Func<double, double> largest)
        where TPrecision : IPrecision =>
        Gen.Select(arguments, Gen.Double[-18, 0]).Sample(
            (x, digits) =>
            {
                var error = Math.Min(Math.Pow(10, digits), largest(x));
                var result = function(Rounded<TPrecision>.Within(x, error));

                foreach (var argument in Shares.Select(share => x + (share * error)).Where(y => Math.Abs(y - x) <= error))
                {
                    var value = exact(argument);
                    var size = Math.ScaleB(1, value.Mantissa.IsZero ? -1022 : value.Leading);
                    var ofEngine = Rounded<TPrecision>.FunctionUlps * 2 * TPrecision.UnitRoundoff * size;
                    var distance = Math.Abs(value.Difference(result.Value));
                    Assert.True(
                        distance + ofEngine <= result.Error,
                        $"At {x:R} +- {error:R} a result may be off by {distance + ofEngine:R}, more than {result.Error:R}.");
                }
            },
            iter: 1_000);
}
