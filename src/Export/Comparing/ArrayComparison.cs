using TorchBasics.Core;

namespace TorchBasics.Export.Comparing;

/// <summary>Compares the arrays of two files, element by element.</summary>
internal static class ArrayComparison
{
    /// <summary>Arrays with the same name belong together.</summary>
    public static IReadOnlyList<ArrayDifference> ByName(IReadOnlyList<NamedArray> first, IReadOnlyList<NamedArray> second)
    {
        var others = second.ToDictionary(array => array.Name);
        var shared = first.Select(array => Compare(array.Name, array, others.GetValueOrDefault(array.Name)));
        var names = first.Select(array => array.Name).ToHashSet();
        return [.. shared, .. second.Where(array => !names.Contains(array.Name))
            .Select(array => Compare(array.Name, null, array))];
    }

    /// <summary>The arrays of two networks whose layers have other names: those at the same place belong together.</summary>
    public static IReadOnlyList<ArrayDifference> InOrder(
        IReadOnlyList<NamedArray> first, IReadOnlyList<NamedArray> second, List<string> notes)
    {
        if (first.Count != second.Count)
            return ByName(first, second);
        notes.Add("The arrays have other names in the two files; they were compared in the order of the layers.");
        return [.. first.Zip(
            second, (one, other) => Compare(one.Name == other.Name ? one.Name : $"{one.Name} / {other.Name}", one, other))];
    }

    private static ArrayDifference Compare(string name, NamedArray? one, NamedArray? other)
    {
        var (first, second) = (Describe(one), Describe(other));
        if (one is null || other is null || !one.Sizes.SequenceEqual(other.Sizes)
            || (one.Type != other.Type && !(IsReal(one) && IsReal(other))))
            return new(name, first, second, null, double.NaN);
        if (one.Type == other.Type && one.Bytes.Span.SequenceEqual(other.Bytes.Span))
            return new(name, first, second, 0, 0);
        return IsReal(one) ? Numbers(name, one, other) : new(name, first, second, Bits(one, other), double.NaN);
    }

    private static ArrayDifference Numbers(string name, NamedArray one, NamedArray other)
    {
        var (differing, largest) = (0L, 0.0);
        for (var i = 0; i < one.Count; i++)
        {
            var (x, y) = (Element(one, i), Element(other, i));
            if (BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y))
                continue;
            differing++;
            largest = Math.Max(largest, Math.Abs(x - y)); // NaN where one of them is
        }

        return new(name, Describe(one), Describe(other), differing, largest);
    }

    // Whole numbers and other types: how many elements have other bits.
    private static long Bits(NamedArray one, NamedArray other)
    {
        var (size, differing) = (NamedArray.SizeOf(one.Type), 0L);
        for (var i = 0; i < one.Count; i++)
            differing += one.Bytes.Span.Slice(i * size, size).SequenceEqual(other.Bytes.Span.Slice(i * size, size)) ? 0 : 1;
        return differing;
    }

    private static bool IsReal(NamedArray array) =>
        array.Type is ElementType.Float16 or ElementType.Float32 or ElementType.Float64;

    private static double Element(NamedArray array, int i) => array.Type switch
    {
        ElementType.Float16 => (double)array.Values<Half>()[i],
        ElementType.Float32 => array.Values<float>()[i],
        _ => array.Values<double>()[i],
    };

    private static string? Describe(NamedArray? array) =>
        array is null ? null : $"{array.Type} [{string.Join(", ", array.Sizes)}]";
}
