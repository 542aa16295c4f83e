using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>What an optimizer does on the <see cref="Landscape"/>.</summary>
/// <remarks>
/// For momentum, E = f(x) + r m v^2 / 2 is an energy. With L the largest curvature, f(x - r v') is at most
/// f(x) - r g v' + L r^2 v'^2 / 2, and g = v' - m v, so that E falls from step to step where r L is at most 2 (1 - m).
/// </remarks>
/// <param name="Kind">The optimizer.</param>
/// <param name="Rate">r.</param>
/// <param name="Momentum">m.</param>
/// <param name="Places">The start, and the place after each step.</param>
internal sealed record LandscapeWalk(OptimizerKind Kind, double Rate, double Momentum, IReadOnlyList<WalkPlace<Float64>> Places)
{
    private const double Rounding = 1e-12; // far above what hundreds of steps of doubles near 1 add up to

    /// <summary>Where it is at the end.</summary>
    public double End => Places[^1].X.Value;

    /// <summary>How far it came.</summary>
    public double Furthest => Places.Max(place => place.X.Value);

    /// <summary>Whether it has passed the plateau.</summary>
    public bool Passes => Furthest > Landscape.PlateauEnd;

    /// <summary>In which part of the landscape it ends.</summary>
    public Region Region => End > Landscape.Ridge ? Region.Deep
        : End > Landscape.PlateauEnd ? Region.Shallow
        : End > Landscape.B ? Region.Plateau
        : Region.Slope;

    /// <summary>Whether the energy is proven to fall.</summary>
    public bool MustLoseEnergy => Kind == OptimizerKind.Momentum && Rate * Landscape.LargestCurvature <= 2 * (1 - Momentum);

    /// <summary>Whether the energy did fall with each step.</summary>
    public bool LosesEnergy => Enumerable.Range(1, Places.Count - 1).All(step => Energy(step) <= Energy(step - 1) + Rounding);

    /// <summary>
    /// Whether it can never leave the deep valley: a place between it and the ridge, half-way, is higher than its energy, and as
    /// the energy also limits the speed, no step can be long enough to jump from there over the ridge.
    /// </summary>
    public bool IsTrapped
    {
        get
        {
            var (energy, distance) = (Energy(Places.Count - 1), End - Landscape.Ridge);
            var longest = Math.Sqrt(2 * Rate * Math.Max(0, energy - Landscape.Height(Landscape.Deep)) / Momentum);
            return Region == Region.Deep && MustLoseEnergy && Momentum > 0
                && Landscape.Height(Landscape.Ridge + (distance / 2)) > energy && longest < distance / 2;
        }
    }

    /// <summary>Lets an optimizer go.</summary>
    /// <param name="kind">The optimizer.</param>
    /// <param name="rate">r.</param>
    /// <param name="momentum">m; Adam's beta1.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>The walk.</returns>
    public static LandscapeWalk Of(OptimizerKind kind, double rate, double momentum, double start, int steps) => new(
        kind, rate, momentum,
        SlopeWalk.Take<Float64>(Landscape.Slope, new ReferenceOptimizer(kind, momentum), rate, start, steps));

    /// <summary>E after a step.</summary>
    public double Energy(int step)
    {
        var (x, _, v) = Places[step];
        return Landscape.Height(x.Value) + (Rate * Momentum / 2 * v.Value * v.Value);
    }
}

/// <summary>A part of the <see cref="Landscape"/>.</summary>
internal enum Region
{
    /// <summary>The slope from A to B, and what lies before it.</summary>
    Slope,

    /// <summary>The plateau C.</summary>
    Plateau,

    /// <summary>The shallow valley.</summary>
    Shallow,

    /// <summary>The deep valley.</summary>
    Deep,
}
