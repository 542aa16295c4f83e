namespace TorchBasics.Benchmarks.Running;

/// <summary>How many times as large one quantity is as another, measured in pairs.</summary>
/// <param name="Mean">Geometric mean of the ratios.</param>
/// <param name="Low">Lower end of the 95 % confidence interval.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct LogRatio(double Mean, double Low, double High)
{
    /// <summary>
    /// Student's interval of the mean of the logarithms: noise that slows a whole round down hits both members of a pair
    /// and falls out, and a ratio and its inverse get the same interval, read from the other end.
    /// </summary>
    /// <param name="numerators">One per round, positive.</param>
    /// <param name="denominators">The other member of each pair, positive.</param>
    /// <returns>The ratio; without width when there is a single round.</returns>
    public static LogRatio Of(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        if (numerators.Count == 0 || numerators.Count != denominators.Count)
            throw new ArgumentException(
                $"A ratio needs pairs; there are {numerators.Count} numerators and {denominators.Count} denominators.",
                nameof(numerators));
        var logs = numerators.Zip(denominators, (numerator, denominator) => Math.Log(numerator / denominator)).ToArray();
        var mean = logs.Average();
        if (logs.Length == 1)
            return new(Math.Exp(mean), Math.Exp(mean), Math.Exp(mean));
        var deviation = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (logs.Length - 1));
        var half = Student975(logs.Length - 1) * deviation / Math.Sqrt(logs.Length);
        return new(Math.Exp(mean), Math.Exp(mean - half), Math.Exp(mean + half));
    }

    /// <summary>The number that Student's t with so many degrees of freedom stays below in 97.5 % of all cases.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    /// <returns>The quantile: exact for 1 and 2, within 0.004 for 3, closer beyond.</returns>
    /// <remarks>
    /// Source: Abramowitz and Stegun 1964, 26.7.3, 26.7.4 and 26.7.5; Hill 1970 gives the closed forms for 1 and 2.
    /// </remarks>
    public static double Student975(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        const double p = 0.975, z = 1.9599639845400545;
        if (freedom == 1)
            return Math.Tan(Math.PI * (p - 0.5));
        if (freedom == 2)
            return (2 * p - 1) * Math.Sqrt(2 / (4 * p * (1 - p)));

        // powers of z, and Fisher and Cornish's series in 1/v
        double z2 = z * z, z3 = z2 * z, z5 = z3 * z2, z7 = z5 * z2, z9 = z7 * z2, v = freedom;
        return z
            + ((z3 + z) / 4 / v)
            + (((5 * z5) + (16 * z3) + (3 * z)) / 96 / (v * v))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / 384 / (v * v * v))
            + (((79 * z9) + (776 * z7) + (1482 * z5) - (1920 * z3) - (945 * z)) / 92160 / (v * v * v * v));
    }
}
