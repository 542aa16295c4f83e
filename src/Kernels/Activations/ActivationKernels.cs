using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Activations;

/// <summary>Reads activations as kernels of one width.</summary>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal sealed class ActivationKernels<S, V> : IActivationReader<ActivationKernel>
    where S : struct, ISimd<V>
    where V : struct
{
    /// <summary>The reader; it has no state.</summary>
    public static ActivationKernels<S, V> Instance { get; } = new();

    /// <inheritdoc/>
    public ActivationKernel Elu(Elu layer) => Of<Elu<S, V>>(new((float)layer.Alpha));

    /// <inheritdoc/>
    public ActivationKernel Gelu(Gelu layer) => Of<Gelu<S, V>>(default);

    /// <inheritdoc/>
    public ActivationKernel GeluTanh(GeluTanh layer) => Of<GeluTanh<S, V>>(default);

    /// <inheritdoc/>
    public ActivationKernel Hardtanh(Hardtanh layer) => Of<Hardtanh<S, V>>(new((float)layer.Minimum, (float)layer.Maximum));

    /// <inheritdoc/>
    public ActivationKernel LeakyRelu(LeakyRelu layer) => Of<LeakyRelu<S, V>>(new((float)layer.NegativeSlope));

    /// <inheritdoc/>
    public ActivationKernel Relu(Relu layer) => Of<Relu<S, V>>(default);

    /// <inheritdoc/>
    public ActivationKernel ScaledTanh(ScaledTanh layer) => Of<ScaledTanh<S, V>>(default);

    /// <inheritdoc/>
    public ActivationKernel Sigmoid(Sigmoid layer) => Of<Sigmoid<S, V>>(default);

    /// <inheritdoc/>
    public ActivationKernel Silu(Silu layer) => Of<Silu<S, V>>(default);

    /// <inheritdoc/>
    public ActivationKernel Step(Step layer) => Of<Step<S, V>>(default);

    /// <inheritdoc/>
    public ActivationKernel Tanh(Tanh layer) => Of<Tanh<S, V>>(default);

    private static ActivationKernel<S, V, F> Of<F>(F function)
        where F : struct, ILaneFunction<V> => new(function);
}
