using CsCheck;
using TorchBasics.Core;

namespace TorchBasics.Tests.Managed.Formats;

/// <summary>Arrays for files that hold named arrays.</summary>
internal static class NamedArrays
{
    /// <summary>Up to six arrays of all kinds, with names of given letters that differ.</summary>
    public static Gen<NamedArray[]> Any(string letters, IReadOnlyList<ElementType> types) =>
        from names in Gen.String[Gen.Char[letters], 1, 8].HashSet[0, 6]
        from arrays in Gen.Select(
            Gen.Int[0, types.Count - 1].Select(index => types[index]), Gen.Long[0, 4].Array[0, 4], Gen.Int).Array[names.Count]
        select names.Zip(arrays, (name, array) => Filled(name, array.Item1, array.Item2, array.Item3)).ToArray();

    /// <summary>An array of random bytes, which are 0 or 1 where they are truth values.</summary>
    public static NamedArray Filled(string name, ElementType type, long[] sizes, int seed)
    {
        var bytes = new byte[sizes.Aggregate(1L, (product, size) => product * size) * NamedArray.SizeOf(type)];
        new Random(seed).NextBytes(bytes);
        if (type == ElementType.Boolean)
            bytes = [.. bytes.Select(value => (byte)(value & 1))];
        return new NamedArray(name, type, sizes, bytes);
    }

    /// <summary>Asserts that arrays are the same: names, types, sizes and bytes.</summary>
    public static void AssertEqual(IReadOnlyList<NamedArray> expected, IReadOnlyList<NamedArray> actual)
    {
        Assert.Equal(expected.Select(array => $"{array}"), actual.Select(array => $"{array}"));
        foreach (var (left, right) in expected.Zip(actual))
            Assert.Equal(left.Bytes.ToArray(), right.Bytes.ToArray());
    }
}
