using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>A tanh(S x), with the constants of <see cref="Core.Layers.ScaledTanh"/>.</summary>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct ScaledTanh<S, V> : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    private const float Amplitude = (float)Core.Layers.ScaledTanh.Amplitude;

    /// <inheritdoc/>
    public static bool FollowsSums => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) =>
        S.Multiply(S.All(Amplitude), LaneMath<S, V>.Tanh(S.Multiply(S.All((float)Core.Layers.ScaledTanh.Slope), x)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY)
    {
        var tanh = S.Divide(y, S.All(Amplitude));
        var slope = S.All((float)(Core.Layers.ScaledTanh.Amplitude * Core.Layers.ScaledTanh.Slope));
        return S.Multiply(gradY, S.Multiply(slope, S.Subtract(S.All(1), S.Multiply(tanh, tanh))));
    }
}
