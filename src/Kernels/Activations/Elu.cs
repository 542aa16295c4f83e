using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>x above zero, else alpha (e^x - 1).</summary>
/// <remarks>Below zero the derivative is alpha e^x; y + alpha would cancel far below.</remarks>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct Elu<S, V>(float alpha) : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <inheritdoc/>
    public static bool FollowsSums => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => S.Select(S.Greater(x, S.Zero), x, S.Multiply(S.All(alpha), LaneMath<S, V>.Expm1(x)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY) =>
        S.Select(S.Greater(x, S.Zero), gradY, S.Multiply(gradY, S.Multiply(S.All(alpha), S.Exp(x))));
}
