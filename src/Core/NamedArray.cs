using System.Runtime.InteropServices;

namespace TorchBasics.Core;

/// <summary>
/// An array of numbers with a name: what files hold and what models, checkpoints and engines exchange. Row by row,
/// without gaps, little-endian. An array without axes is one number; an axis may have size 0.
/// </summary>
public sealed class NamedArray
{
    /// <summary>Wraps bytes; they are not copied.</summary>
    /// <param name="name">Full name, such as "conv1.weight".</param>
    /// <param name="type">What one element is.</param>
    /// <param name="sizes">Size along each axis, each at least 0.</param>
    /// <param name="bytes">The elements: exactly as many bytes as the sizes and the type ask for.</param>
    /// <exception cref="ArgumentException">The byte count differs, or a size is negative.</exception>
    public NamedArray(string name, ElementType type, IReadOnlyList<long> sizes, ReadOnlyMemory<byte> bytes)
    {
        Int128 count = 1;
        for (var axis = 0; axis < sizes.Count; axis++)
        {
            if (sizes[axis] < 0)
                throw new ArgumentException(
                    $"{name} has sizes [{string.Join(", ", sizes)}]; none may be negative.", nameof(sizes));
            // Two factors below 2^63 fit into 128 bits, and what is larger than 2^63 bytes fits into no array.
            count = Int128.Min(count, long.MaxValue) * sizes[axis];
        }

        if (bytes.Length != count * SizeOf(type))
            throw new ArgumentException(
                $"{name} has {bytes.Length} bytes; {type} [{string.Join(", ", sizes)}] needs {count * SizeOf(type)}.",
                nameof(bytes));
        (Name, Type, Sizes, Bytes, Count) = (name, type, sizes, bytes, (long)count);
    }

    /// <summary>Full name, such as "conv1.weight".</summary>
    public string Name { get; }

    /// <summary>What one element is.</summary>
    public ElementType Type { get; }

    /// <summary>Size along each axis.</summary>
    public IReadOnlyList<long> Sizes { get; }

    /// <summary>The elements, row by row, little-endian.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>Copies numbers into an array of their type.</summary>
    /// <typeparam name="T">byte, sbyte, short, ushort, int, uint, long, ulong, Half, float, double or bool.</typeparam>
    /// <param name="name">Full name.</param>
    /// <param name="sizes">Size along each axis.</param>
    /// <param name="values">The numbers, row by row.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The type has no counterpart, or the count differs from the sizes.</exception>
    public static NamedArray Of<T>(string name, IReadOnlyList<long> sizes, ReadOnlySpan<T> values)
        where T : unmanaged =>
        new(name, TypeOf<T>(), sizes, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements as numbers, without a copy.</summary>
    /// <typeparam name="T">The .NET type of <see cref="Type"/>.</typeparam>
    /// <returns>The numbers, row by row.</returns>
    /// <exception cref="InvalidOperationException">The array holds another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => TypeOf<T>() == Type
            ? MemoryMarshal.Cast<byte, T>(Bytes.Span)
            : throw new InvalidOperationException($"{Name} holds {Type}, not {typeof(T).Name}.");

    /// <summary>Bytes of one element.</summary>
    /// <param name="type">The type.</param>
    /// <returns>1, 2, 4 or 8.</returns>
    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Boolean or ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float32 => 4,
        ElementType.UInt64 or ElementType.Int64 or ElementType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>"conv1.weight Float32 [6, 1, 5, 5]".</summary>
    /// <returns>Name, type and sizes.</returns>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Sizes)}]";

    private static ElementType TypeOf<T>() => default(T) switch
    {
        bool => ElementType.Boolean,
        byte => ElementType.UInt8,
        sbyte => ElementType.Int8,
        ushort => ElementType.UInt16,
        short => ElementType.Int16,
        uint => ElementType.UInt32,
        int => ElementType.Int32,
        ulong => ElementType.UInt64,
        long => ElementType.Int64,
        Half => ElementType.Float16,
        float => ElementType.Float32,
        double => ElementType.Float64,
        _ => throw new ArgumentException($"{typeof(T).Name} is not a type of array elements."),
    };
}
