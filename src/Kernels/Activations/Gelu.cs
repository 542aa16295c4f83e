using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>x (1 + erf(x / sqrt 2)) / 2.</summary>
/// <remarks>Not monotonic: the result does not tell the derivative.</remarks>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct Gelu<S, V> : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    private const float RootHalf = 0.70710678f;
    private const float Density = 0.39894228f; // 1 / sqrt(2 pi)

    /// <inheritdoc/>
    public static bool FollowsSums => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => S.Multiply(x, Share(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY)
    {
        var density = S.Multiply(S.All(Density), S.Exp(S.Multiply(S.All(-0.5f), S.Multiply(x, x))));
        return S.Multiply(gradY, S.MultiplyAdd(x, density, Share(x)));
    }

    // The distribution function of the normal distribution.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Share(V x) => S.Multiply(S.All(0.5f), S.Add(S.All(1), LaneMath<S, V>.Erf(S.Multiply(x, S.All(RootHalf)))));
}
