using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>A loss over classes as our kernels compute it.</summary>
/// <param name="kind">Which one.</param>
/// <param name="labelSmoothing">Share of the target spread evenly over all classes, in [0, 1).</param>
/// <param name="rubbishPenalty">j of the RBF loss, positive.</param>
internal sealed unsafe class ClassLoss(
    LossKind kind, double labelSmoothing, double rubbishPenalty = ClassLoss.DefaultRubbishPenalty) : ILossHead
{
    /// <summary>j of the RBF loss where nobody gives one.</summary>
    public const double DefaultRubbishPenalty = 1;

    // What the output of one more class is, to which nothing belongs; null where the loss is no cross-entropy.
    private readonly float? _rubbish = kind switch
    {
        LossKind.CrossEntropy => float.NegativeInfinity,
        LossKind.MeanSquaredError => null,
        LossKind.Rbf => (float)-rubbishPenalty,
    };

    /// <inheritdoc/>
    public void Apply(LaneKernels kernels, int outputs, float* x, float* labels, int samples, float* losses, float* gradX)
    {
        if (_rubbish is { } rubbish)
            kernels.CrossEntropy(outputs, x, labels, labelSmoothing, rubbish, 1f / samples, losses, gradX);
        else
            kernels.SquaredError(outputs, x, labels, labelSmoothing, 1f / ((float)samples * outputs), losses, gradX);
    }
}
