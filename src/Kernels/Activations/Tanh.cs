using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>tanh x.</summary>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct Tanh<S, V> : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <inheritdoc/>
    public static bool FollowsSums => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => LaneMath<S, V>.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY) => S.Multiply(gradY, S.Subtract(S.All(1), S.Multiply(y, y)));
}
