using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.</summary>
/// <remarks>Not monotonic: the result does not tell the derivative.</remarks>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal readonly struct GeluTanh<S, V> : ILaneFunction<V>
    where S : struct, ISimd<V>
    where V : struct
{
    private const float Slope = 0.79788456f; // sqrt(2 / pi)
    private const float Cubic = 0.044715f;

    /// <inheritdoc/>
    public static bool FollowsSums => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => S.Multiply(S.Multiply(S.All(0.5f), x), S.Add(S.All(1), Inner(x)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Gradient(V x, V y, V gradY)
    {
        var tanh = Inner(x);
        var inner = S.Multiply(S.All(Slope), S.MultiplyAdd(S.All(3 * Cubic), S.Multiply(x, x), S.All(1)));
        var rest = S.Multiply(S.Multiply(x, S.Subtract(S.All(1), S.Multiply(tanh, tanh))), inner);
        return S.Multiply(gradY, S.Multiply(S.All(0.5f), S.Add(S.Add(S.All(1), tanh), rest)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Inner(V x) =>
        LaneMath<S, V>.Tanh(S.Multiply(S.All(Slope), S.MultiplyAdd(S.All(Cubic), S.Multiply(S.Multiply(x, x), x), x)));
}
