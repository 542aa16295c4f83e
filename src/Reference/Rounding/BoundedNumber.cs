namespace TorchBasics.Reference.Rounding;

/// <summary>A computed number beside the one that it should be.</summary>
/// <param name="Actual">The computed one.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Allowed">How far the two may be apart; 0 for what must be equal, and NaN where no bound is known.</param>
public readonly record struct BoundedNumber(double Actual, double Expected, double Allowed)
{
    /// <summary>Whether the numbers and the bound are finite.</summary>
    public bool IsFinite => double.IsFinite(Actual) && double.IsFinite(Expected) && double.IsFinite(Allowed);

    /// <summary>
    /// How far the two are apart: 0 where they are equal or both no number, infinite where only one is a number.
    /// </summary>
    public double Error => double.IsNaN(Distance) ? double.PositiveInfinity : Distance;

    /// <summary>
    /// The error as a share of what is allowed: at most 1 is within. No bound holds a number and none together.
    /// </summary>
    public double Share => (Distance, Distance / Allowed) switch
    {
        (0, _) => 0,
        (_, var share) when !double.IsNaN(share) => share,
        var (distance, _) => distance <= Allowed ? 1 : double.PositiveInfinity, // both infinite, or one of them no number
    };

    private double Distance => IsSame ? 0 : Math.Abs(Actual - Expected);

    private bool IsSame => Actual == Expected || (double.IsNaN(Actual) && double.IsNaN(Expected));
}
