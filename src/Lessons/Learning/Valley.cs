using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>A curve with its lowest point at 0 and the curvature c there: a parabola, or one that is flat far away.</summary>
/// <remarks>
/// Parabola: f = c x^2 / 2, slope c x. A step of size r multiplies x by q = 1 - r c.
/// Flat: f = c x^2 / (2 (1 + x^2)), slope c x / (1 + x^2)^2, below c / |x|^3. As x^4 lies above its tangents, a step lowers it
/// by less than 4 r c: far away the way takes at least (x^4 - 1) / (4 r c) steps until |x| is 1, whatever happens on it. Where
/// r c > 2, x and -x follow each other for ever if (1 + x^2)^2 = r c / 2.
/// </remarks>
/// <param name="IsFlat">Whether it becomes flat.</param>
/// <param name="Curvature">c.</param>
internal sealed record Valley(bool IsFlat, double Curvature)
{
    private static readonly ReferenceOptimizer Descent = new(OptimizerKind.Sgd, 0);

    /// <summary>The height of a place.</summary>
    public double Height(double x) => Curvature * x * x / (IsFlat ? 2 * (1 + (x * x)) : 2);

    /// <summary>The slope of a place.</summary>
    public T Slope<T>(T x)
        where T : struct, IReal<T>
    {
        var slope = T.From(Curvature) * x;
        var far = T.From(1) + (x * x);
        return IsFlat ? slope / (far * far) : slope;
    }

    /// <summary>Gradient descent down the curve.</summary>
    public ValleyWalk Descend(double rate, double start, int steps) =>
        new(this, rate, [.. SlopeWalk.Take<Float64>(Slope, Descent, rate, start, steps).Select(place => place.X.Value)]);

    /// <summary>The same on the parabola in fractions: q^k x, and whether each place of the walk is exactly that.</summary>
    public bool IsExact(double rate, double start, int steps)
    {
        var (one, c, r) = (Rational.From(1), Rational.From(Curvature), Rational.From(rate));
        var q = one - (r * c);
        var expected = Rational.From(start);
        foreach (var place in SlopeWalk.Take<Rational>(Slope, Descent, rate, start, steps))
        {
            if (place.X != expected)
                return false;
            expected *= q;
        }

        return true;
    }

    /// <summary>Where a rate swings for ever on the flat curve: the positive one of the two places.</summary>
    public double Swing(double rate) => Math.Sqrt(Math.Sqrt(rate * Curvature / 2) - 1);
}

/// <summary>A walk down a valley.</summary>
/// <param name="Valley">The valley.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Places">The start, and the place after each step.</param>
internal sealed record ValleyWalk(Valley Valley, double Rate, IReadOnlyList<double> Places)
{
    private const double Near = 1e-12; // of q to 0, 1 and -1: rounding may decide there

    /// <summary>How it moves on a parabola, by the rate alone.</summary>
    public Motion Predicted => Of(1 - (Rate * Valley.Curvature));

    /// <summary>How it was seen to move: by the first step and the last place.</summary>
    public Motion Seen
    {
        get
        {
            var (first, last) = (Places[1] / Places[0], Math.Abs(Places[^1] / Places[0]));
            return Math.Abs(first) <= Near ? Motion.Arrives
                : Math.Abs(last - 1) <= Near * Places.Count ? Motion.SwingsForEver
                : last > 1 ? Motion.Diverges
                : first > 0 ? Motion.Slides
                : Motion.SwingsIn;
        }
    }

    /// <summary>The first step after which it is at most this far from the lowest point; null where it never is.</summary>
    public int? Arrival(double distance) =>
        Places.Index().Where(place => Math.Abs(place.Item) <= distance).Select(place => (int?)place.Index).FirstOrDefault();

    /// <summary>
    /// How far rounding can have carried each place of a parabola from q^k x, and the largest share of it that was used.
    /// With u = 2^-53, a step computes (x - r c x (1 + a)(1 + b)) (1 + d), all of a, b, d at most u in size: it adds at most
    /// u (2 r c |x| + |x'|) (1 + 2 u), and q multiplies what was there before.
    /// </summary>
    public (double Bound, double Share) Rounding()
    {
        const double unit = 1.0 / (1L << 53);
        const double tiny = 4 * double.Epsilon; // of products too small for the format
        const double slack = 1 + (16 * unit); // the bound is computed in rounded numbers itself
        var (r, c) = (Rational.From(Rate), Rational.From(Valley.Curvature));
        var q = Rational.From(1) - (r * c);
        var (expected, bound, share) = (Rational.From(Places[0]), 0.0, 0.0);
        for (var k = 1; k < Places.Count; k++)
        {
            expected *= q;
            bound = ((Math.Abs(q.Value) * bound)
                + (unit * ((2 * Rate * Valley.Curvature * Math.Abs(Places[k - 1])) + Math.Abs(Places[k])))
                + tiny) * slack;
            var error = Math.Abs((Rational.From(Places[k]) - expected).Value);
            share = Math.Max(share, error == 0 ? 0 : error / bound);
        }

        return (bound, share);
    }

    private static Motion Of(double q) => Math.Abs(q) <= Near ? Motion.Arrives
        : Math.Abs(Math.Abs(q) - 1) <= Near ? Motion.SwingsForEver
        : Math.Abs(q) > 1 ? Motion.Diverges
        : q > 0 ? Motion.Slides
        : Motion.SwingsIn;
}

/// <summary>How a walk moves.</summary>
internal enum Motion
{
    /// <summary>From one side, nearer with each step.</summary>
    Slides,

    /// <summary>It is there after one step.</summary>
    Arrives,

    /// <summary>From side to side, nearer with each step.</summary>
    SwingsIn,

    /// <summary>From side to side, as far with each step.</summary>
    SwingsForEver,

    /// <summary>Further away with each step.</summary>
    Diverges,
}
