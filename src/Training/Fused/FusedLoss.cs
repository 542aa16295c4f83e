using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Learning;
using TorchBasics.Training.Losses;

namespace TorchBasics.Training.Fused;

/// <summary>Losses as our kernels compute them.</summary>
internal static class FusedLoss
{
    /// <summary>The same loss.</summary>
    /// <param name="loss">The loss; its smoothing and penalty are used.</param>
    /// <returns>What the kernels compute.</returns>
    public static ClassLoss Of(Loss loss) => loss switch
    {
        CrossEntropyLoss => new(LossKind.CrossEntropy, loss.LabelSmoothing),
        RbfLoss rbf => new(LossKind.Rbf, loss.LabelSmoothing, rbf.RubbishPenalty),
        _ => new(LossKind.MeanSquaredError, loss.LabelSmoothing),
    };
}
