using TorchBasics.Core.Errors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Training.Losses;

/// <summary>
/// Cross-entropy between outputs that are probabilities already, such as the mean of several softmaxes, and the target.
/// </summary>
/// <remarks>
/// loss = mean over n of -sum over c of t[n,c] log p[n,c], where t is the smoothed target. A probability below
/// <see cref="Least"/> counts as that, so that one sample of which single precision leaves nothing makes no infinite mean; for
/// the same reason torch.nn.BCELoss bounds its logarithms.
/// Source: Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.108.
/// </remarks>
public sealed class NegativeLogLikelihoodLoss : Loss
{
    /// <summary>The smallest normal number of single precision, 2^-126: its logarithm is -87.3.</summary>
    public const float Least = 1.17549435e-38f;

    /// <summary>Creates the loss.</summary>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="labelSmoothing">Share of the target spread evenly over all classes, in [0, 1).</param>
    /// <exception cref="TorchBasicsException">The smoothing is outside [0, 1), or there are too few classes.</exception>
    public NegativeLogLikelihoodLoss(int classes, double labelSmoothing = 0)
        : base(classes, labelSmoothing)
    {
        if (classes < 2)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The likelihood of a class needs at least 2 classes; got {classes}.");
    }

    private protected override Tensor CurvatureOf(Tensor outputs) => throw new NotSupportedException(
        "Probabilities come from a softmax, through which no second derivatives are carried.");

    private protected override Tensor OfLabels(Tensor outputs, Tensor labels) =>
        LabelSmoothing == 0 ? nll_loss(Logarithms(outputs), labels) : OfProbabilities(outputs, OneHot(outputs, labels));

    private protected override Tensor OfProbabilities(Tensor outputs, Tensor targets) =>
        Smooth(targets).mul(Logarithms(outputs)).sum(1).mean().neg();

    private static Tensor Logarithms(Tensor outputs)
    {
        using TorchSharp.Scalar least = Least;
        return outputs.clamp_min(least).log();
    }
}
