namespace TorchBasics.Lessons.Drawings;

/// <summary>Sine and cosine of whole degrees, from sums and products alone, so that the bits are the same everywhere.</summary>
internal static class Turn
{
    private const int Terms = 9; // within 45 degrees the next term of either series is below 1e-16

    /// <summary>The cosine.</summary>
    /// <param name="degrees">An angle.</param>
    public static double Cos(int degrees) => Sin(degrees + 90);

    /// <summary>The sine.</summary>
    /// <param name="degrees">An angle.</param>
    public static double Sin(int degrees)
    {
        // A quarter and what is left of it, from -45 to 45.
        var whole = ((degrees % 360) + 360) % 360;
        var quarter = (whole + 45) / 90;
        var rest = (whole - (90 * quarter)) * (Math.PI / 180);
        return (quarter % 4) switch
        {
            0 => Series(rest, first: rest, power: 1),
            1 => Series(rest, first: 1, power: 0),
            2 => -Series(rest, first: rest, power: 1),
            _ => -Series(rest, first: 1, power: 0),
        };
    }

    // Taylor: each term is the one before times -x^2 / ((k + 1) (k + 2)).
    private static double Series(double x, double first, int power)
    {
        var (sum, term) = (0.0, first);
        for (var k = 0; k < Terms; k++)
        {
            sum += term;
            term *= -(x * x) / ((power + 1) * (power + 2));
            power += 2;
        }

        return sum;
    }
}
