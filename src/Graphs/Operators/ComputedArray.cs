using TorchBasics.Core;

namespace TorchBasics.Graphs.Operators;

/// <summary>An array as an engine computed it, in a form that all engines share.</summary>
/// <param name="Type">The type that the model gives it.</param>
/// <param name="Sizes">Size along each axis.</param>
/// <param name="Reals">The elements of a floating-point type; else empty.</param>
/// <param name="Wholes">The elements of another type, 64 bits each, unsigned ones of 64 bits by their bits; else empty.</param>
/// <param name="Errors">How far a correct computation of each element may be off, where the engine knows it; else empty.</param>
public sealed record ComputedArray(ElementType Type, int[] Sizes, double[] Reals, long[] Wholes, double[] Errors)
{
    /// <summary>Whether a type has fractions.</summary>
    public static bool IsReal(ElementType type) =>
        type is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64;

    /// <summary>The elements of an array from a file.</summary>
    public static ComputedArray Of(NamedArray array)
    {
        var sizes = SizesOf(array);
        return IsReal(array.Type)
            ? new ComputedArray(array.Type, sizes, ReadReals(array), [], [])
            : new ComputedArray(array.Type, sizes, [], ReadWholes(array), []);
    }

    /// <summary>The elements as a file holds them: numbers with fractions rounded to the nearest of the type.</summary>
    /// <param name="name">Name of the array.</param>
    public NamedArray ToNamedArray(string name)
    {
        long[] sizes = [.. Sizes.Select(size => (long)size)];
        return Type switch
        {
            ElementType.Float64 => NamedArray.Of<double>(name, sizes, Reals),
            ElementType.Float32 => NamedArray.Of<float>(name, sizes, Array.ConvertAll(Reals, value => (float)value)),
            ElementType.Int64 => NamedArray.Of<long>(name, sizes, Wholes),
            ElementType.Int32 => NamedArray.Of<int>(name, sizes, Array.ConvertAll(Wholes, value => (int)value)),
            ElementType.UInt8 => NamedArray.Of<byte>(name, sizes, Array.ConvertAll(Wholes, value => (byte)value)),
            ElementType.Boolean => NamedArray.Of<bool>(name, sizes, Array.ConvertAll(Wholes, value => value != 0)),
            _ => throw new UnsupportedException($"constants of the type {Type}"),
        };
    }

    /// <summary>The sizes of an array from a file, even those that an empty axis hides small enough for engines.</summary>
    public static int[] SizesOf(NamedArray array)
    {
        if (array.Sizes.Aggregate((Int128)1, (product, size) => Int128.Min(product, int.MaxValue) * Math.Max(1, size))
            > int.MaxValue)
            throw new UnsupportedException($"an array of the sizes [{string.Join(", ", array.Sizes)}]");
        return [.. array.Sizes.Select(size => (int)size)];
    }

    /// <summary>The 64 bits that mean the same as the low bits of a number.</summary>
    public static long Wrap(ElementType type, long value) => type switch
    {
        ElementType.Boolean or ElementType.UInt8 => (byte)value,
        ElementType.Int8 => (sbyte)value,
        ElementType.UInt16 => (ushort)value,
        ElementType.Int16 => (short)value,
        ElementType.UInt32 => (uint)value,
        ElementType.Int32 => (int)value,
        _ => value,
    };

    private static double[] ReadReals(NamedArray array) => array.Type switch
    {
        ElementType.Float64 => array.Values<double>().ToArray(),
        ElementType.Float32 => Convert<float>(array, value => value),
        ElementType.Float16 => Convert<Half>(array, value => (double)value),
        _ => ReadBrainFloats(array),
    };

    // A bfloat16 is the upper half of a binary32.
    private static double[] ReadBrainFloats(NamedArray array)
    {
        var values = new double[array.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(array.Bytes.Span[(2 * i)..]) << 16);
        return values;
    }

    private static long[] ReadWholes(NamedArray array) => array.Type switch
    {
        ElementType.Boolean => Convert<bool, long>(array, value => value ? 1 : 0),
        ElementType.UInt8 => Convert<byte, long>(array, value => value),
        ElementType.Int8 => Convert<sbyte, long>(array, value => value),
        ElementType.UInt16 => Convert<ushort, long>(array, value => value),
        ElementType.Int16 => Convert<short, long>(array, value => value),
        ElementType.UInt32 => Convert<uint, long>(array, value => value),
        ElementType.Int32 => Convert<int, long>(array, value => value),
        ElementType.UInt64 => Convert<ulong, long>(array, value => (long)value),
        _ => array.Values<long>().ToArray(),
    };

    private static double[] Convert<T>(NamedArray array, Func<T, double> convert)
        where T : unmanaged => Convert<T, double>(array, convert);

    private static TResult[] Convert<T, TResult>(NamedArray array, Func<T, TResult> convert)
        where T : unmanaged
    {
        var values = array.Values<T>();
        var results = new TResult[values.Length];
        for (var i = 0; i < results.Length; i++)
            results[i] = convert(values[i]);
        return results;
    }
}
