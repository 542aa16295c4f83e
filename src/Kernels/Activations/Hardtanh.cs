using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>x, cut at a minimum and a maximum.</summary>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct Hardtanh<S, V>(float minimum, float maximum) : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <inheritdoc/>
    public static bool FollowsSums => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) =>
        S.Select(S.Greater(S.All(minimum), x), S.All(minimum), S.Select(S.Greater(x, S.All(maximum)), S.All(maximum), x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY) =>
        S.Select(S.Greater(y, S.All(minimum)), S.Select(S.Greater(S.All(maximum), y), gradY, S.Zero), S.Zero);
}
