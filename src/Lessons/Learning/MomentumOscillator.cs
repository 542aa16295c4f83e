using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Gradient descent with momentum on f(x) = x^2 / 2 from x = 1: a swing with damping.</summary>
/// <remarks>
/// v' = m v + x, x' = x - r v', so that x'' = (1 + m - r) x' - m x from x_0 = 1 and x_1 = 1 - r.
/// The roots of z^2 - (1 + m - r) z + m are (s + sqrt(D)) / 2 and (s - sqrt(D)) / 2 with s = 1 + m - r and D = s^2 - 4 m.
/// D > 0 (overdamped) or D below 0 (underdamped, complex roots): x_k = a z^k + a' z'^k with a = 1/2 + (x_1 - s/2) / D sqrt(D),
/// and a', z' the same with -sqrt(D). The sum is twice the part of a z^k without sqrt(D), in both cases.
/// D = 0 (critically damped): x_k = z^k (1 + k (x_1 / z - 1)) with z = s / 2.
/// </remarks>
/// <param name="Rate">r.</param>
/// <param name="Momentum">m.</param>
internal sealed record MomentumOscillator(double Rate, double Momentum)
{
    private static readonly Rational One = Rational.From(1), Half = Rational.From(0.5);

    private readonly Rational _sum = One + Rational.From(Momentum) - Rational.From(Rate);

    /// <summary>The discriminant D, exact.</summary>
    public Rational Discriminant => (_sum * _sum) - (Rational.From(4) * Rational.From(Momentum));

    /// <summary>How it is damped: the sign of D.</summary>
    public int Damping => Discriminant.Numerator.Sign;

    private ReferenceOptimizer Rule => new(OptimizerKind.Momentum, Momentum);

    /// <summary>The places that the engine's rule visits.</summary>
    public IReadOnlyList<WalkPlace<T>> Walk<T>(int steps)
        where T : struct, IReal<T> => SlopeWalk.Take<T>(x => x, Rule, Rate, 1, steps);

    /// <summary>The closed form.</summary>
    /// <param name="step">k, at least 0.</param>
    /// <returns>x_k, exact.</returns>
    public Rational Place(int step)
    {
        var (first, discriminant) = (One - Rational.From(Rate), Discriminant);
        if (discriminant == default)
        {
            var root = Half * _sum;
            return Power((root, default), step, default).Whole * (One + (Rational.From(step) * ((first / root) - One)));
        }

        var a = (Whole: Half, Root: (first - (Half * _sum)) / discriminant);
        var power = Power((Half * _sum, Half), step, discriminant);
        return Rational.From(2) * ((a.Whole * power.Whole) + (a.Root * power.Root * discriminant));
    }

    /// <summary>Whether the engine's steps in fractions are the closed form, each of them.</summary>
    public bool IsExact(int steps) => Walk<Rational>(steps).Index().All(place => place.Item.X == Place(place.Index));

    /// <summary>
    /// The largest share of the bound on rounding that a walk in doubles uses, after 1, 2, 4, ... steps. With u = 2^-53, a step
    /// adds at most u (|m v| + |v'|) to the error of v and u (|r v'| + |x'|) to that of x; what was there grows as in the
    /// formula, with all signs taken as bad as they can be.
    /// </summary>
    /// <param name="steps">How many steps at most.</param>
    /// <returns>The bound at the last place that was compared, and the share.</returns>
    public (double Bound, double Share) Rounding(int steps)
    {
        const double unit = 1.0 / (1L << 53);
        const double slack = 1 + (16 * unit);
        var walk = Walk<Float64>(steps);
        var (boundV, boundX, share, compared) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 1; k <= steps; k++)
        {
            var (before, x, v) = (walk[k - 1].Velocity.Value, walk[k].X.Value, walk[k].Velocity.Value);
            boundV = ((Momentum * boundV) + boundX + (unit * (Math.Abs(Momentum * before) + Math.Abs(v)))) * slack;
            boundX = (boundX + (Rate * boundV) + (unit * (Math.Abs(Rate * v) + Math.Abs(x)))) * slack;
            if ((k & (k - 1)) != 0)
                continue;
            share = Math.Max(share, Math.Abs((Rational.From(x) - Place(k)).Value) / boundX);
            compared = boundX;
        }

        return (compared, share);
    }

    // (whole + root sqrt(D))^exponent by repeated squaring.
    private static (Rational Whole, Rational Root) Power(
        (Rational Whole, Rational Root) number, int exponent, Rational discriminant)
    {
        var result = (Whole: One, Root: default(Rational));
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                result = Product(result, number);
            number = Product(number, number);
        }

        return result;

        (Rational Whole, Rational Root) Product((Rational Whole, Rational Root) p, (Rational Whole, Rational Root) q) => (
            (p.Whole * q.Whole) + (p.Root * q.Root * discriminant),
            (p.Whole * q.Root) + (p.Root * q.Whole));
    }
}
