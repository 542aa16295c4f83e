using TorchBasics.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Bindings.Memory;

/// <summary>Which element type of ours, of .NET and of libtorch are the same bytes.</summary>
public static class ElementTypes
{
    private static readonly (ElementType Ours, ScalarType Torch)[] Pairs =
    [
        (ElementType.Boolean, ScalarType.Bool), (ElementType.UInt8, ScalarType.Byte), (ElementType.Int8, ScalarType.Int8),
        (ElementType.Int16, ScalarType.Int16), (ElementType.Int32, ScalarType.Int32), (ElementType.Int64, ScalarType.Int64),
        (ElementType.Float16, ScalarType.Float16), (ElementType.BFloat16, ScalarType.BFloat16),
        (ElementType.Float32, ScalarType.Float32), (ElementType.Float64, ScalarType.Float64),
    ];

    /// <summary>The libtorch type of an element type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The type with the same bytes.</returns>
    /// <exception cref="NotSupportedException">libtorch's tensors, as TorchSharp knows them, have no such type.</exception>
    public static ScalarType ToScalarType(this ElementType type) =>
        Pairs.FirstOrDefault(pair => pair.Ours == type) is { Torch: var found } pair && pair.Ours == type
            ? found
            : throw new NotSupportedException($"A tensor cannot hold {type}; {Known()} can be held.");

    /// <summary>The element type of a libtorch type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The type with the same bytes.</returns>
    /// <exception cref="NotSupportedException">A named array cannot hold it: complex and quantised numbers.</exception>
    public static ElementType ToElementType(this ScalarType type) =>
        Pairs.FirstOrDefault(pair => pair.Torch == type) is { Ours: var found } pair && pair.Torch == type
            ? found
            : throw new NotSupportedException($"A named array cannot hold {type}; {Known()} can be held.");

    /// <summary>The libtorch type of a .NET type.</summary>
    /// <typeparam name="T">bool, byte, sbyte, short, int, long, Half, TorchSharp's BFloat16, float or double.</typeparam>
    /// <returns>The type with the same bytes.</returns>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static ScalarType Of<T>()
        where T : unmanaged => default(T) switch
        {
            bool => ScalarType.Bool,
            byte => ScalarType.Byte,
            sbyte => ScalarType.Int8,
            short => ScalarType.Int16,
            int => ScalarType.Int32,
            long => ScalarType.Int64,
            Half => ScalarType.Float16,
            BFloat16 => ScalarType.BFloat16,
            float => ScalarType.Float32,
            double => ScalarType.Float64,
            _ => throw new NotSupportedException($"No tensor holds elements of the .NET type {typeof(T).Name}."),
        };

    private static string Known() => string.Join(", ", Pairs.Select(pair => pair.Ours));
}
