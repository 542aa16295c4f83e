using TorchBasics.Reference.Rounding;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>How far one array of an engine is from what it should be.</summary>
/// <param name="Place">Which array.</param>
public sealed record Deviation(Place Place)
{
    /// <summary>The numbers: how many, and the worst of them with its bound.</summary>
    public BoundedComparison Numbers { get; init; } = BoundedComparison.None;

    /// <summary>Number of elements compared.</summary>
    public long Count => Numbers.Count;

    /// <summary>
    /// Largest error as a fraction of its bound: at most 1 where all is well; infinite where nothing is allowed.
    /// </summary>
    public double Fraction => Problem is null ? Numbers.Worst.Share : double.PositiveInfinity;

    /// <summary>Largest error in units in the last place of the expected number.</summary>
    public double Ulps { get; init; }

    /// <summary>Largest absolute error.</summary>
    public double Absolute => Numbers.Largest;

    /// <summary>Largest relative error.</summary>
    public double Relative { get; init; }

    /// <summary>How many elements used which share of their bound.</summary>
    public FractionHistogram Histogram { get; init; } = new();

    /// <summary>Why the bound is what it is.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>
    /// What of the world outside the worst element belongs to, such as "sample 17 of the training set"; null where nothing does.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>What is wrong besides a number: a shape, a NaN, an absent array. Null where nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether every element is within its bound.</summary>
    public bool Passed => Problem is null && Fraction <= 1;

    /// <summary>A failure that is not a matter of size.</summary>
    /// <param name="place">Which array.</param>
    /// <param name="problem">What is wrong.</param>
    /// <returns>The failed comparison.</returns>
    public static Deviation Failed(Place place, string problem) => new(place) { Problem = problem };

    /// <summary>Something that is as it should be, without a number that could be off.</summary>
    /// <param name="place">What it is.</param>
    /// <param name="count">How many elements it has.</param>
    /// <param name="reason">Why nothing else is right.</param>
    /// <returns>The passed comparison.</returns>
    public static Deviation Right(Place place, long count, string reason) =>
        new(place) { Numbers = BoundedComparison.None with { Count = count }, Reason = reason };

    /// <summary>Whether this one is further from right: a problem is worse than any number.</summary>
    /// <param name="other">Another comparison.</param>
    /// <returns>Whether it is; not where they are equally far.</returns>
    public bool IsWorseThan(Deviation other) =>
        Problem is null == other.Problem is null ? Fraction > other.Fraction : Problem is not null;

    /// <summary>The worse of two comparisons of the same array, with the counts of both.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Their union.</returns>
    public Deviation Merge(Deviation other)
    {
        var worse = other.IsWorseThan(this) ? other : this;
        return worse with
        {
            Numbers = worse.Numbers with { Count = Count + other.Count, Largest = Math.Max(Absolute, other.Absolute) },
            Ulps = Math.Max(Ulps, other.Ulps),
            Relative = Math.Max(Relative, other.Relative),
            Histogram = Histogram.Add(other.Histogram),
        };
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Problem is not null)
            return $"{Place}: {Problem}";
        var (worst, element) = (Numbers.Worst, $"{Place}[{string.Join(", ", Numbers.Index)}]");
        var bound = FormattableString.Invariant($"allowed {worst.Allowed:G3} ({Fraction:P1})");
        return FormattableString.Invariant(
            $"{element} is {worst.Actual:G9}; expected {worst.Expected:G9}, off by {worst.Error:G3}, {bound}");
    }
}
