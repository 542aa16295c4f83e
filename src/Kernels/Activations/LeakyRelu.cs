using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>x above zero, else slope x.</summary>
/// <remarks>
/// A slope below zero is not described (see <see cref="Core.Layers.LeakyRelu"/>), so that the sign of the result is that of x.
/// </remarks>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct LeakyRelu<S, V>(float slope) : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <inheritdoc/>
    public static bool FollowsSums => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => S.Select(S.Greater(x, S.Zero), x, S.Multiply(S.All(slope), x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY) => S.Select(S.Greater(y, S.Zero), gradY, S.Multiply(S.All(slope), gradY));
}
