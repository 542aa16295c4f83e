using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Learning;
using TorchBasics.Training.Losses;

namespace TorchBasics.Training.Fused;

/// <summary>Losses as our kernels compute them.</summary>
internal static class FusedLoss
{
    /// <summary>What measures the outputs of a network, or their logarithms where <see cref="TakesLogarithms"/>.</summary>
    /// <param name="loss">The loss.</param>
    /// <returns>What the kernels compute: for probabilities the cross-entropy, whose softmax makes p of log p again.</returns>
    public static ClassLoss Measuring(Loss loss) =>
        TakesLogarithms(loss) ? new(LossKind.CrossEntropy, loss.LabelSmoothing) : Of(loss);

    /// <summary>Whether a loss measures the logarithms of what a network gives.</summary>
    /// <param name="loss">The loss.</param>
    /// <returns>Whether the network gives probabilities.</returns>
    public static bool TakesLogarithms(Loss? loss) => loss is NegativeLogLikelihoodLoss;

    /// <summary>The same loss.</summary>
    /// <param name="loss">The loss; its smoothing and penalty are used.</param>
    /// <returns>What the kernels compute.</returns>
    public static ClassLoss Of(Loss loss) => loss switch
    {
        CrossEntropyLoss => new(LossKind.CrossEntropy, loss.LabelSmoothing),
        NegativeLogLikelihoodLoss => throw new ArgumentException(
            "The kernels differentiate a loss of logits; a loss of probabilities they measure alone.", nameof(loss)),
        RbfLoss rbf => new(LossKind.Rbf, loss.LabelSmoothing, rbf.RubbishPenalty),
        _ => new(LossKind.MeanSquaredError, loss.LabelSmoothing),
    };
}
