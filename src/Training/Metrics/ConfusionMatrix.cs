namespace TorchBasics.Training.Metrics;

/// <summary>How often each class was taken for each class.</summary>
/// <remarks>
/// For a class c: true positives are counts[c][c], false negatives the rest of row c, false positives the rest of column c.
/// A share of nothing (a class that never occurs, or is never predicted) is 0, as in scikit-learn.
/// </remarks>
public sealed record ConfusionMatrix
{
    /// <summary>The most classes that are told apart: a matrix of so many takes 128 MiB.</summary>
    public const int MostClasses = 1 << 12;

    /// <summary>Wraps counts; they are not copied.</summary>
    /// <param name="counts">counts[actual][predicted]: as many rows as columns, no number negative.</param>
    /// <exception cref="ArgumentException">The rows do not form a square, or a count is negative.</exception>
    public ConfusionMatrix(IReadOnlyList<IReadOnlyList<long>> counts)
    {
        if (counts.Any(row => row is null || row.Count != counts.Count || row.Any(count => count < 0)))
            throw new ArgumentException(
                "A confusion matrix needs as many columns as rows, and no negative count.", nameof(counts));
        Counts = counts;
    }

    /// <summary>counts[actual][predicted].</summary>
    public IReadOnlyList<IReadOnlyList<long>> Counts { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => Counts.Count;

    /// <summary>Samples in all.</summary>
    public long Count => Counts.Sum(row => row.Sum());

    /// <summary>Samples whose class was found: the diagonal.</summary>
    public long Correct => Counts.Select((row, c) => row[c]).Sum();

    /// <summary>Share of samples whose class was found, in [0, 1].</summary>
    public double Accuracy => Share(Correct, Count);

    /// <summary>Of the samples taken for a class, the share that is of it.</summary>
    /// <param name="c">Class number.</param>
    /// <returns>TP / (TP + FP), in [0, 1].</returns>
    public double Precision(int c) => Share(Counts[c][c], Predicted(c));

    /// <summary>Of the samples of a class, the share that was found.</summary>
    /// <param name="c">Class number.</param>
    /// <returns>TP / (TP + FN), in [0, 1].</returns>
    public double Recall(int c) => Share(Counts[c][c], Actual(c));

    /// <summary>The harmonic mean of precision and recall.</summary>
    /// <param name="c">Class number.</param>
    /// <returns>2 TP / (2 TP + FP + FN), in [0, 1].</returns>
    public double F1(int c) => Share(2 * Counts[c][c], Predicted(c) + Actual(c));

    /// <summary>Samples of a class.</summary>
    /// <param name="c">Class number.</param>
    /// <returns>The sum of row c.</returns>
    public long Actual(int c) => Counts[c].Sum();

    /// <summary>Samples taken for a class.</summary>
    /// <param name="c">Class number.</param>
    /// <returns>The sum of column c.</returns>
    public long Predicted(int c) => Counts.Sum(row => row[c]);

    /// <summary>Whether all counts are the same.</summary>
    /// <param name="other">Another matrix.</param>
    /// <returns>True when both have the same classes and counts.</returns>
    public bool Equals(ConfusionMatrix? other) =>
        other is not null && Classes == other.Classes
        && Counts.Zip(other.Counts).All(rows => rows.First.SequenceEqual(rows.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classes, Count, Correct);

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
