using TorchBasics.Kernels.Simd;

namespace TorchBasics.Training.Optimizers;

/// <summary>A rule whose step our own kernels can make.</summary>
internal interface IKernelRule
{
    /// <summary>What the rule keeps: for each purpose one tensor for each parameter, at most two purposes.</summary>
    IReadOnlyList<TorchSharp.torch.Tensor[]> Buffers { get; }

    /// <summary>Computes the numbers of the next step.</summary>
    /// <param name="learningRate">r, finite and at least 0.</param>
    void Prepare(double learningRate);

    /// <summary>Moves some elements of a parameter; called by several threads at once, each with others.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="piece">The elements.</param>
    void Move(LaneKernels kernels, in ParameterPointers piece);
}
