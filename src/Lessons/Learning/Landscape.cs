using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>
/// A smooth landscape over one number: a slope from A down to B, a plateau C, a shallow valley, a ridge, a deep valley.
/// </summary>
/// <remarks>
/// f(x) = sum of h (1 - s((x - m) / w)) over two drops - sum of a e^-((x - m) / w)^2 over two valleys
///        + (max(0, -x)^2 + max(0, x - 9.5)^2) / 2,  s the logistic function.
/// </remarks>
internal static class Landscape
{
    /// <summary>Left and right end of what is shown.</summary>
    public const double Left = -1, Right = 11;

    /// <summary>Top of the slope, its foot, the middle of the plateau, and the drop behind it.</summary>
    public const double A = 0, B = 2, C = 3, PlateauEnd = 4.8;

    private const double Wall = 9.5;
    private const double ShallowMiddle = 6.2, DeepMiddle = 9;

    private static readonly (double Height, double Middle, double Width)[] Drops = [(2, 1, 0.3), (0.8, PlateauEnd, 0.25)];
    private static readonly (double Depth, double Middle, double Width)[] Valleys =
        [(0.2, ShallowMiddle, 0.5), (1.6, DeepMiddle, 1)];

    /// <summary>The lowest place of the shallow valley, the ridge behind it, and the lowest place of all.</summary>
    public static double Shallow { get; } = Flat(5.5, 6.8);

    /// <inheritdoc cref="Shallow"/>
    public static double Ridge { get; } = Flat(6.8, 8);

    /// <inheritdoc cref="Shallow"/>
    public static double Deep { get; } = Flat(8.5, 9.5);

    /// <summary>
    /// A bound on the size of the second derivative from <see cref="Left"/> to <see cref="Right"/>: the largest value on a grid,
    /// and what the third derivative can add between its places. (Of s it is at most 1/8, of e^-z^2 less than 4.)
    /// </summary>
    public static double LargestCurvature { get; } = Bound();

    /// <summary>The height of a place.</summary>
    public static double Height(double x)
    {
        var (before, behind) = (Math.Max(0, -x), Math.Max(0, x - Wall));
        var height = ((before * before) + (behind * behind)) / 2;
        foreach (var (drop, middle, width) in Drops)
            height += drop * (1 - Logistic((x - middle) / width));
        foreach (var (depth, middle, width) in Valleys)
            height -= depth * Bell((x - middle) / width);
        return height;
    }

    /// <summary>The slope of a place.</summary>
    public static Float64 Slope(Float64 place)
    {
        var x = place.Value;
        var slope = Math.Max(0, x - Wall) - Math.Max(0, -x);
        foreach (var (drop, middle, width) in Drops)
        {
            var share = Logistic((x - middle) / width);
            slope -= drop / width * share * (1 - share);
        }

        foreach (var (depth, middle, width) in Valleys)
        {
            var z = (x - middle) / width;
            slope += depth * 2 * z / width * Bell(z);
        }

        return new(slope);
    }

    private static double Curvature(double x)
    {
        var curvature = x < 0 || x > Wall ? 1.0 : 0;
        foreach (var (drop, middle, width) in Drops)
        {
            var share = Logistic((x - middle) / width);
            curvature -= drop / (width * width) * share * (1 - share) * (1 - (2 * share));
        }

        foreach (var (depth, middle, width) in Valleys)
        {
            var z = (x - middle) / width;
            curvature += depth * (2 - (4 * z * z)) / (width * width) * Bell(z);
        }

        return Math.Abs(curvature);
    }

    private static double Bound()
    {
        const int pieces = 4096; // 0 is one of the ends; the other kink, 9.5, lies in a piece both of whose ends count
        var largest = 0.0;
        for (var piece = 0; piece <= pieces; piece++)
            largest = Math.Max(largest, Curvature(Left + ((Right - Left) * piece / pieces)));
        var third = Drops.Sum(drop => drop.Height / Cube(drop.Width) / 8)
            + Valleys.Sum(valley => 4 * valley.Depth / Cube(valley.Width));
        return largest + (third * (Right - Left) / pieces);
    }

    private static double Cube(double x) => x * x * x;

    private static double Logistic(double z) => 1 / (1 + Float64.Exp(new(-z)).Value);

    private static double Bell(double z) => Float64.Exp(new(-(z * z))).Value;

    // Where the slope changes its sign.
    private static double Flat(double low, double high)
    {
        var sign = Slope(new(low)).Value > 0;
        for (var k = 0; k < 60; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = Slope(new(middle)).Value > 0 == sign ? (middle, high) : (low, middle);
        }

        return low;
    }
}
