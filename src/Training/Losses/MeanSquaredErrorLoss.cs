using TorchBasics.Core.Errors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Training.Losses;

/// <summary>Mean squared error between the outputs and the target.</summary>
/// <remarks>
/// loss = mean over n and c of (y[n,c] - t[n,c])^2, where t is the smoothed one-hot label. The mean is over all numbers,
/// as in PyTorch, so that it is 1 / classes of the sum that some textbooks use.
/// In a regression t is the targets themselves, one for each output.
/// A network with a single output answers a question with two classes: its target is the label itself, 0 or 1.
/// </remarks>
public sealed class MeanSquaredErrorLoss : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="classes">The number of classes, or of outputs: 1 and 2 are the same question.</param>
    /// <param name="labelSmoothing">Share of the target spread evenly over all classes, in [0, 1).</param>
    /// <exception cref="TorchBasicsException">The smoothing is outside [0, 1), or there are too few classes.</exception>
    public MeanSquaredErrorLoss(int classes, double labelSmoothing = 0)
        : base(classes == 1 ? 2 : classes, labelSmoothing)
    {
    }

    private protected override Tensor CurvatureOf(Tensor outputs)
    {
        using Scalar value = 2.0 / outputs.size(1);
        return full_like(outputs, value);
    }

    private protected override Tensor OfLabels(Tensor outputs, Tensor labels)
    {
        if (labels.is_floating_point())
            return mse_loss(outputs, labels);
        var targets = outputs.size(1) == 1 ? labels.unsqueeze(1).to_type(outputs.dtype) : OneHot(outputs, labels);
        return OfProbabilities(outputs, targets);
    }

    private protected override Tensor OfProbabilities(Tensor outputs, Tensor targets) => mse_loss(outputs, Smooth(targets));

    private protected override bool Fits(long columns) => columns == Classes || (columns == 1 && Classes == 2);
}
