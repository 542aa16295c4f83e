using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>x / (1 + e^-x).</summary>
/// <remarks>Not monotonic: the result does not tell the derivative, s (1 + x (1 - s)) with s = 1 / (1 + e^-x).</remarks>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct Silu<S, V> : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <inheritdoc/>
    public static bool FollowsSums => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => S.Divide(x, S.Add(S.All(1), S.Exp(S.Negate(x))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY)
    {
        var sigmoid = S.Divide(S.All(1), S.Add(S.All(1), S.Exp(S.Negate(x))));
        return S.Multiply(gradY, S.Multiply(sigmoid, S.Add(S.All(1), S.Multiply(x, S.Subtract(S.All(1), sigmoid)))));
    }
}
