using TorchBasics.Core.Errors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Training.Losses;

/// <summary>Cross-entropy between the softmax of the outputs and the target.</summary>
/// <remarks>
/// loss = mean over n of -sum over c of t[n,c] log softmax(x[n])[c], where t is the smoothed target.
/// log softmax(x)[c] = (x[c] - max x) - log sum over i of exp(x[i] - max x), which no logit can make overflow.
/// Source: Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.108.
/// </remarks>
public sealed class CrossEntropyLoss : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="labelSmoothing">Share of the target spread evenly over all classes, in [0, 1).</param>
    /// <exception cref="TorchBasicsException">The smoothing is outside [0, 1), or there are too few classes.</exception>
    public CrossEntropyLoss(int classes, double labelSmoothing = 0)
        : base(classes, labelSmoothing)
    {
        // The softmax of a single number is always 1: nothing could be learnt.
        if (classes < 2)
            throw new TorchBasicsException(ErrorKind.Usage, $"Cross-entropy needs at least 2 classes; got {classes}.");
    }

    private protected override Tensor CurvatureOf(Tensor outputs)
    {
        using Scalar one = 1;
        var shares = softmax(outputs, dim: 1);
        return shares.neg().add_(one, one).mul_(shares);
    }

    private protected override Tensor OfLabels(Tensor outputs, Tensor labels) =>
        cross_entropy(outputs, labels, label_smoothing: LabelSmoothing);

    private protected override Tensor OfProbabilities(Tensor outputs, Tensor targets) =>
        cross_entropy(outputs, targets, label_smoothing: LabelSmoothing);
}
