using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchBasics.Training.Losses;

/// <summary>The learning target: one number that says how far the outputs of a batch are from its labels.</summary>
public abstract class Loss
{
    private protected Loss(int classes, double labelSmoothing)
    {
        if (classes < 1)
            throw new TorchBasicsException(ErrorKind.Usage, $"A loss needs at least 1 class; got {classes}.");
        if (!(labelSmoothing is >= 0 and < 1))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"Label smoothing is {labelSmoothing}; expected at least 0 and below 1.");
        (Classes, LabelSmoothing) = (classes, labelSmoothing);
    }

    /// <summary>The number of classes that labels count.</summary>
    public int Classes { get; }

    /// <summary>
    /// Share s of the target that is spread evenly over all classes, the right one included, in [0, 1): the target t
    /// becomes (1 - s) t + s / classes, as in PyTorch.
    /// </summary>
    /// <remarks>Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016, section 7.</remarks>
    public double LabelSmoothing { get; }

    /// <summary>Creates the loss that a recipe names.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="labelSmoothing">Share of the target spread evenly over all classes, in [0, 1).</param>
    /// <param name="classes">The number of classes; the outputs need one column for each.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="TorchBasicsException">The smoothing is outside [0, 1), or there are too few classes.</exception>
    public static Loss Create(LossKind kind, double labelSmoothing, int classes) => kind switch
    {
        LossKind.CrossEntropy => new CrossEntropyLoss(classes, labelSmoothing),
        LossKind.MeanSquaredError => new MeanSquaredErrorLoss(classes, labelSmoothing),
        LossKind.Rbf => new RbfLoss(classes, labelSmoothing),
    };

    /// <summary>The mean loss of a batch whose right answers are known.</summary>
    /// <param name="outputs">What the network said: float [N, classes].</param>
    /// <param name="labels">
    /// Right class of each sample: int64 [N], each in [0, classes); or for the squared error of a regression the targets, float
    /// [N, outputs].
    /// </param>
    /// <returns>One number, float []; it belongs to the caller's dispose scope.</returns>
    /// <exception cref="ShapeException">The outputs or the targets have another shape.</exception>
    /// <exception cref="TorchBasicsException">Another loss than the squared error met targets: kind Usage.</exception>
    public Tensor Of(Tensor outputs, Tensor labels)
    {
        CheckOutputs(outputs);
        if (labels.is_floating_point())
            CheckTargets(outputs, labels);
        using var scope = NewDisposeScope();
        return OfLabels(outputs, labels).MoveToOuterDisposeScope();
    }

    /// <summary>The mean loss of a batch whose right answers are distributions over the classes.</summary>
    /// <param name="outputs">What the network said: float [N, classes].</param>
    /// <param name="targets">Probabilities: float [N, classes], each row with the sum 1.</param>
    /// <returns>One number, float []; it belongs to the caller's dispose scope.</returns>
    /// <exception cref="ShapeException">The outputs or the targets have another shape.</exception>
    public Tensor OfSoft(Tensor outputs, Tensor targets)
    {
        CheckOutputs(outputs);
        if (!targets.shape.AsSpan().SequenceEqual(outputs.shape))
            throw new ShapeException(
                $"The loss got soft targets [{string.Join(", ", targets.shape)}] for outputs "
                + $"[{string.Join(", ", outputs.shape)}]; both need the same shape.");
        using var scope = NewDisposeScope();
        return OfProbabilities(outputs, targets).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The second derivative of each sample's loss with respect to each of its own outputs; the labels change nothing in it.
    /// </summary>
    /// <param name="outputs">What the network said: float [N, classes].</param>
    /// <returns>Float [N, classes], at least 0; it belongs to the caller's dispose scope.</returns>
    internal Tensor Curvature(Tensor outputs)
    {
        CheckOutputs(outputs);
        using var scope = NewDisposeScope();
        return CurvatureOf(outputs).MoveToOuterDisposeScope();
    }

    private protected abstract Tensor CurvatureOf(Tensor outputs);

    private protected abstract Tensor OfLabels(Tensor outputs, Tensor labels);

    private protected abstract Tensor OfProbabilities(Tensor outputs, Tensor targets);

    private protected virtual bool Fits(long columns) => columns == Classes;

    /// <summary>1 in the column of the label, 0 elsewhere: [N, classes] of the type of the outputs.</summary>
    private protected Tensor OneHot(Tensor outputs, Tensor labels) => one_hot(labels, Classes).to_type(outputs.dtype);

    /// <summary>(1 - s) t + s / classes.</summary>
    private protected Tensor Smooth(Tensor targets)
    {
        if (LabelSmoothing == 0)
            return targets;
        using Scalar kept = 1 - LabelSmoothing;
        // add_ without a factor makes one in passing, which may be finalised too early
        using Scalar spread = LabelSmoothing / Classes, one = 1;
        return targets.mul(kept).add_(spread, one);
    }

    private void CheckTargets(Tensor outputs, Tensor targets)
    {
        if (this is not MeanSquaredErrorLoss || LabelSmoothing != 0)
            throw new TorchBasicsException(
                ErrorKind.Usage, "Quantities are learnt with the mean squared error and no label smoothing; "
                    + $"got {GetType().Name} with a smoothing of {LabelSmoothing}.");
        if (!targets.shape.AsSpan().SequenceEqual(outputs.shape))
            throw new ShapeException(
                $"The loss got targets [{string.Join(", ", targets.shape)}] for outputs [{string.Join(", ", outputs.shape)}]; "
                + "both need the same shape.");
    }

    private void CheckOutputs(Tensor outputs)
    {
        if (outputs.dim() != 2 || !Fits(outputs.size(1)))
            throw new ShapeException(
                $"{GetType().Name} got outputs [{string.Join(", ", outputs.shape)}]; "
                + $"expected [N, {Classes}], one column for each class.");
    }
}
