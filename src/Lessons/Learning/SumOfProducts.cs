using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>One sum of products in single precision, added up in several orders, and the bound for all of them.</summary>
/// <remarks>
/// Each product is rounded once, and each of the n - 1 additions once: |computed - exact| is at most E + g (M + E) with
/// g = (n - 1) u / (1 - (n - 1) u), where M is the sum of the products' absolute values, E = u M and u = 2^-24 half the distance
/// from 1 to the next number. Source: Higham 2002, sections 3.1 and 4.2.
/// </remarks>
/// <param name="Terms">The factors of each product, numbers of single precision.</param>
internal sealed record SumOfProducts(IReadOnlyList<(double X, double Slope)> Terms)
{
    private const double U = 1.0 / (1 << 24);

    /// <summary>The orders, in which engines may well add.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["forward", "backward", "lanes", "pairs", "smallest", "fused"];

    /// <summary>The sum in doubles, in which the products of two floats are exact.</summary>
    public double Exact => Terms.Sum(term => term.X * term.Slope);

    /// <summary>M: the sum of the products' absolute values.</summary>
    public double Magnitude => Terms.Sum(term => Math.Abs(term.X * term.Slope));

    /// <summary>The bound by hand.</summary>
    public double Bound
    {
        get
        {
            var (roundings, products) = ((Terms.Count - 1) * U, U * Magnitude);
            return products + (roundings / (1 - roundings) * (Magnitude + products));
        }
    }

    /// <summary>The same bound as numbers find it that carry their errors through the formula.</summary>
    public double Carried
    {
        get
        {
            var sum = default(Rounded<Binary32>);
            foreach (var (x, slope) in Terms)
                sum += Rounded<Binary32>.Exactly(x) * Rounded<Binary32>.Exactly(slope);
            return sum.Error;
        }
    }

    /// <summary>The sum in single precision.</summary>
    /// <param name="order">One of <see cref="Orders"/>.</param>
    public double In(string order)
    {
        var products = Terms.Select(term => Binary32.Round(term.X * term.Slope)).ToArray();
        return order switch
        {
            "forward" => Add(products),
            "backward" => Add(products.Reverse()),
            "lanes" => Add(Enumerable.Range(0, 4).Select(lane => Add(products.Where((_, index) => index % 4 == lane)))),
            "pairs" => Pairs(products),
            "smallest" => Add(products.OrderBy(Math.Abs)),
            "fused" => Terms.Aggregate(0.0, (sum, term) => Binary32.Round(sum + (term.X * term.Slope))),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "There is no such order."),
        };
    }

    private static double Add(IEnumerable<double> numbers) =>
        numbers.Aggregate(0.0, (sum, number) => Binary32.Round(sum + number));

    private static double Pairs(ReadOnlySpan<double> numbers) => numbers.Length switch
    {
        1 => numbers[0],
        var count => Binary32.Round(Pairs(numbers[..(count / 2)]) + Pairs(numbers[(count / 2)..])),
    };
}
