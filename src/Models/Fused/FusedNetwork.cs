using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;
using static TorchSharp.torch;

namespace TorchBasics.Models.Fused;

/// <summary>
/// Computes a network, and its gradients, with our own kernels, on the memory of its libtorch parameters and on libtorch's
/// threads.
/// </summary>
internal sealed class FusedNetwork : KernelNetwork
{
    private readonly TensorParameters _parameters;

    /// <summary>Ties the kernels to a network.</summary>
    /// <param name="network">On the CPU, in single precision; stays the caller's.</param>
    /// <param name="kernels">The kernels to use; by default the best for this machine.</param>
    /// <param name="fuses">Whether layers that can be computed in one pass are.</param>
    /// <param name="wantsInputGradient">Whether the gradient of the input is wanted, too.</param>
    /// <exception cref="NotSupportedException">A layer has no kernel.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not a plain row of floats on the CPU.</exception>
    public FusedNetwork(Network network, LaneKernels? kernels = null, bool fuses = true, bool wantsInputGradient = false)
        : this(network, new TensorParameters(network), kernels ?? ProvenKernels.Current.Kernels, fuses, wantsInputGradient, null)
    {
    }

    /// <summary>Ties the kernels to a network of which other machines compute shares of each batch.</summary>
    /// <param name="network">On the CPU, in single precision; stays the caller's.</param>
    /// <param name="roots">The most sums of gradients that are left to add here, see <see cref="ShareSums.Roots"/>.</param>
    /// <param name="share">Exchanges the gradients, which stand in the memory that it is given; stays the caller's.</param>
    /// <exception cref="NotSupportedException">A layer has no kernel.</exception>
    /// <exception cref="InvalidOperationException">A parameter is not a plain row of floats on the CPU.</exception>
    public FusedNetwork(Network network, int roots, Func<GradientMemory, IGradientSharing> share)
        : this(network, new TensorParameters(network, roots), ProvenKernels.Current.Kernels, true, false, share)
    {
    }

    private FusedNetwork(
        Network network,
        TensorParameters parameters,
        LaneKernels kernels,
        bool fuses,
        bool wantsInputGradient,
        Func<GradientMemory, IGradientSharing>? share)
        : base(
            kernels,
            network.Architecture,
            parameters.Slots,
            new LibtorchTeam(),
            fuses,
            wantsInputGradient,
            share?.Invoke(parameters.GradientMemory)) =>
        _parameters = parameters;

    /// <summary>
    /// The names of the parameters that a gradient comes back to, each with the tensor that gets it; the tensors are this
    /// object's own.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Gradients => _parameters.Gradients;

    /// <inheritdoc/>
    protected override void Release()
    {
        base.Release();
        _parameters.Dispose();
    }
}
