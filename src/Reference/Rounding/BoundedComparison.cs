namespace TorchBasics.Reference.Rounding;

/// <summary>An array held against what it should be, each element with a bound of its own.</summary>
/// <param name="Count">How many elements were compared.</param>
/// <param name="Index">Which element is the worst: an index for each axis.</param>
/// <param name="Worst">The element nearest to its bound or farthest beyond it, the first of several.</param>
/// <param name="Largest">The largest error, which another element may have.</param>
public sealed record BoundedComparison(long Count, IReadOnlyList<int> Index, BoundedNumber Worst, double Largest)
{
    /// <summary>A comparison of nothing.</summary>
    public static BoundedComparison None { get; } = new(0, [], default, 0);

    /// <summary>Compares two arrays.</summary>
    /// <param name="sizes">Their length along each axis.</param>
    /// <param name="element">The elements at a place, counted from 0 with the last axis fastest.</param>
    /// <returns>The comparison.</returns>
    public static BoundedComparison Of(ReadOnlySpan<int> sizes, Func<int, BoundedNumber> element)
    {
        var count = 1;
        foreach (var size in sizes)
            count *= size;
        if (count == 0)
            return None;
        var (place, worst, largest) = (0, element(0), 0.0);
        for (var i = 0; i < count; i++)
        {
            var number = element(i);
            largest = Math.Max(largest, number.Error);
            if (number.Share > worst.Share)
                (place, worst) = (i, number);
        }

        return new(count, IndexOf(place, sizes), worst, largest);
    }

    /// <summary>Where an element stands.</summary>
    /// <param name="place">Its place, counted from 0 with the last axis fastest.</param>
    /// <param name="sizes">Length of the array along each axis.</param>
    /// <returns>An index for each axis.</returns>
    public static int[] IndexOf(int place, ReadOnlySpan<int> sizes)
    {
        var index = new int[sizes.Length];
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
            (index[axis], place) = (place % sizes[axis], place / sizes[axis]);
        return index;
    }

    /// <summary>This comparison and another as one: the worse of the two elements, and the counts of both.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Their union.</returns>
    public BoundedComparison Merge(BoundedComparison other) =>
        (other.Worst.Share > Worst.Share ? other : this) with
        {
            Count = Count + other.Count,
            Largest = Math.Max(Largest, other.Largest),
        };
}
