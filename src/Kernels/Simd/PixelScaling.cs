using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchBasics.Kernels.Simd;

/// <summary>How stored values become floats: scale value + offset, rounded after each of the two operations.</summary>
internal static unsafe class PixelScaling
{
    /// <summary>From bytes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="pixels">0 to 255 each.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added.</param>
    /// <param name="y">Gets the floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int count, byte* pixels, float scale, float offset, float* y)
    {
        var i = 0;
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (lower, upper) = Vector128.Widen(Vector128.Load(pixels + i));
            Store(lower, scale, offset, y + i);
            Store(upper, scale, offset, y + i + Vector128<ushort>.Count);
        }

        for (; i < count; i++)
            y[i] = (pixels[i] * scale) + offset;
    }

    /// <summary>From floats.</summary>
    /// <param name="count">How many.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added.</param>
    /// <param name="y">Gets the floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int count, float* values, float scale, float offset, float* y)
    {
        var i = 0;
        for (; i <= count - Vector128<float>.Count; i += Vector128<float>.Count)
            ((Vector128.Load(values + i) * scale) + Vector128.Create(offset)).Store(y + i);
        for (; i < count; i++)
            y[i] = (values[i] * scale) + offset;
    }

    private static void Store(Vector128<ushort> pixels, float scale, float offset, float* y)
    {
        var (lower, upper) = Vector128.Widen(pixels);
        ((Vector128.ConvertToSingle(lower.AsInt32()) * scale) + Vector128.Create(offset)).Store(y);
        ((Vector128.ConvertToSingle(upper.AsInt32()) * scale) + Vector128.Create(offset)).Store(y + Vector128<float>.Count);
    }
}
