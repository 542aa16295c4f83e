using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Plans;

/// <summary>The loss behind a network.</summary>
internal unsafe interface ILossHead
{
    /// <summary>The loss of each sample of a group, and the gradient of the mean over the batch.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <param name="x">What it said [output, lane].</param>
    /// <param name="labels">The right classes as float; -1 in a lane that counts for nothing.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="loss">Gets the loss of each lane.</param>
    /// <param name="gradX">Gets the gradient [output, lane].</param>
    void Apply(LaneKernels kernels, int outputs, float* x, float* labels, int samples, float* loss, float* gradX);
}
