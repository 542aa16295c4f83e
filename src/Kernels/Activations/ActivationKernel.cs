using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>An activation as the kernels apply it. Callers vouch for pointers; a count is a multiple of the lanes.</summary>
internal abstract unsafe class ActivationKernel
{
    /// <summary>Whether it is max(0, x), which some kernels apply without leaving the registers.</summary>
    public virtual bool IsRelu => false;

    /// <summary>
    /// Whether its derivative follows from its result alone, so that it can go into the pass of the sums before it.
    /// </summary>
    public abstract bool FollowsSums { get; }

    /// <summary>y = f(x), number by number.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="x">As many inputs.</param>
    /// <param name="y">Gets the results; may be <paramref name="x"/> itself.</param>
    public abstract void Forward(int count, float* x, float* y);

    /// <summary>gradX = f'(x) gradY.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="x">As many inputs; the results once more where the function <see cref="FollowsSums"/>.</param>
    /// <param name="y">As many results.</param>
    /// <param name="gradY">Their gradient.</param>
    /// <param name="gradX">Gets the gradient of the inputs; may be <paramref name="gradY"/> itself.</param>
    public abstract void Backward(int count, float* x, float* y, float* gradY, float* gradX);
}

/// <inheritdoc/>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
/// <typeparam name="F">The function.</typeparam>
/// <param name="function">The function, with its constants.</param>
internal sealed unsafe class ActivationKernel<S, V, F>(F function) : ActivationKernel
    where S : struct, ISimd<V>
    where V : struct
    where F : struct, ILaneFunction<V>
{
    /// <inheritdoc/>
    public override bool IsRelu => typeof(F) == typeof(Activations.Relu<S, V>);

    /// <inheritdoc/>
    public override bool FollowsSums => F.FollowsSums;

    /// <inheritdoc/>
    // else the network that comes first would decide which branches are cold
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(int count, float* x, float* y)
    {
        var f = function;
        for (var i = 0; i < count; i += S.Count)
            S.Store(y + i, f.Value(S.Load(x + i)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(int count, float* x, float* y, float* gradY, float* gradX)
    {
        var f = function;
        for (var i = 0; i < count; i += S.Count)
            S.Store(gradX + i, f.Gradient(S.Load(x + i), S.Load(y + i), S.Load(gradY + i)));
    }
}
