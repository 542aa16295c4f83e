using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Training.Losses;

namespace TorchBasics.Training.Fused;

/// <summary>A loss as our kernels compute it.</summary>
/// <param name="loss">The loss; its smoothing and penalty are used.</param>
internal sealed unsafe class FusedLoss(Loss loss) : ILossHead
{
    /// <inheritdoc/>
    public void Apply(LaneKernels kernels, int outputs, float* x, float* labels, int samples, float* losses, float* gradX)
    {
        switch (loss)
        {
            case CrossEntropyLoss:
                kernels.CrossEntropy(
                    outputs, x, labels, loss.LabelSmoothing, float.NegativeInfinity, 1f / samples, losses, gradX);
                break;
            case RbfLoss rbf:
                kernels.CrossEntropy(
                    outputs, x, labels, loss.LabelSmoothing, (float)-rbf.RubbishPenalty, 1f / samples, losses, gradX);
                break;
            default:
                kernels.SquaredError(outputs, x, labels, loss.LabelSmoothing, 1f / ((float)samples * outputs), losses, gradX);
                break;
        }
    }
}
