namespace TorchBasics.Verification.Checks;

/// <summary>How many errors used which share of their bound, in powers of ten.</summary>
public sealed class FractionHistogram
{
    private readonly long[] _counts;

    /// <summary>An empty histogram.</summary>
    public FractionHistogram()
        : this(new long[Labels.Count])
    {
    }

    private FractionHistogram(long[] counts) => _counts = counts;

    /// <summary>What each class holds.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["exact", "< 0.001", "< 0.01", "< 0.1", "< 0.5", "<= 1", "> 1"];

    /// <summary>How many errors fell into each class.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Adds one error.</summary>
    /// <param name="fraction">Its share of its bound.</param>
    public void Add(double fraction) => _counts[Class(fraction)]++;

    /// <summary>The sum of two histograms.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>A new histogram.</returns>
    public FractionHistogram Add(FractionHistogram other) => new([.. _counts.Zip(other._counts, (a, b) => a + b)]);

    private static int Class(double fraction) => fraction switch
    {
        0 => 0,
        < 0.001 => 1,
        < 0.01 => 2,
        < 0.1 => 3,
        < 0.5 => 4,
        <= 1 => 5,
        _ => 6,
    };
}
