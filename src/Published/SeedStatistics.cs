namespace TorchBasics.Published;

/// <summary>What several seeds of one recipe gave.</summary>
/// <remarks>
/// Student 1908: the mean of n normal numbers lies within t s / sqrt(n) of the true one, and another number within
/// t s sqrt(1 + 1/n) of their mean, each with 95 %, where t is the 97.5 % quantile for n - 1 degrees of freedom.
/// </remarks>
public sealed record SeedStatistics
{
    // 1 to 30 degrees of freedom, to three digits behind the point, as in any table of the t distribution.
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    private SeedStatistics(int count, double mean, double deviation)
    {
        var quantile = Quantiles[count - 2];
        (Count, Mean, Deviation) = (count, mean, deviation);
        HalfWidth = quantile * deviation / Math.Sqrt(count);
        NextHalfWidth = quantile * deviation * Math.Sqrt(1 + (1.0 / count));
    }

    /// <summary>The most seeds that are told.</summary>
    public static int Most => Quantiles.Length + 1;

    /// <summary>How many seeds.</summary>
    public int Count { get; }

    /// <summary>Their mean.</summary>
    public double Mean { get; }

    /// <summary>Their standard deviation, with n - 1.</summary>
    public double Deviation { get; }

    /// <summary>Half of the 95 % interval of the mean.</summary>
    public double HalfWidth { get; }

    /// <summary>Half of the interval in which another seed lies with 95 %.</summary>
    public double NextHalfWidth { get; }

    /// <summary>Takes them together.</summary>
    /// <param name="values">One for each seed, 2 to <see cref="Most"/>.</param>
    public static SeedStatistics Of(IReadOnlyList<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Count, Most);
        var mean = values.Average();
        return new(values.Count, mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    /// <summary>How a published result, which was one more run, stands to these.</summary>
    /// <param name="row">The result; what its last digit hides counts for it.</param>
    public Verdict Compare(PublishedRow row)
    {
        var (low, high) = (row.Error - (row.Digit / 2), row.HighestError + (row.Digit / 2));
        return high < Mean - NextHalfWidth ? Verdict.Worse : low > Mean + NextHalfWidth ? Verdict.Better : Verdict.Inside;
    }
}
