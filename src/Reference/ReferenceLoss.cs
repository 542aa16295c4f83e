using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference;

/// <summary>The reference's reading of a recipe's loss: which of the textbook's functions a kind means.</summary>
/// <remarks>
/// Always the mean over the batch. The target of a label is 1 in its column and 0 elsewhere, then smoothed over all
/// classes: (1 - s) t + s / C. A network with one output column answers a question with two classes; its squared error
/// is taken against the label itself, smoothed as with C = 2.
/// </remarks>
public static class ReferenceLoss
{
    /// <summary>j of <see cref="Rbf"/>, for which the paper gives no value.</summary>
    public const double RubbishPenalty = 1;

    /// <summary>The mean loss of a batch whose right answers are labels.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="kind">Which loss.</param>
    /// <param name="labelSmoothing">s, share of the target spread evenly over all classes, in [0, 1).</param>
    /// <param name="classes">C, the number of classes.</param>
    /// <param name="outputs">What the network said [N, C], or [N, 1] for the squared error of two classes.</param>
    /// <param name="labels">Right class of each sample [N].</param>
    /// <returns>The loss, at least 0.</returns>
    /// <exception cref="ArgumentException">The outputs have another number of columns, or a label is no class.</exception>
    public static T Value<T>(LossKind kind, double labelSmoothing, int classes, Tensor<T> outputs, ReadOnlySpan<int> labels)
        where T : struct, IReal<T> => Value(kind, labelSmoothing, outputs, OneHot(kind, labels, classes, outputs));

    /// <summary>The gradient of the mean loss of a batch whose right answers are labels.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="kind">Which loss.</param>
    /// <param name="labelSmoothing">s.</param>
    /// <param name="classes">C.</param>
    /// <param name="outputs">What the network said [N, C], or [N, 1] for the squared error of two classes.</param>
    /// <param name="labels">Right class of each sample [N].</param>
    /// <returns>Gradient with respect to the outputs.</returns>
    /// <exception cref="ArgumentException">The outputs have another number of columns, or a label is no class.</exception>
    public static Tensor<T> Gradient<T>(
        LossKind kind, double labelSmoothing, int classes, Tensor<T> outputs, ReadOnlySpan<int> labels)
        where T : struct, IReal<T> => Gradient(kind, labelSmoothing, outputs, OneHot(kind, labels, classes, outputs));

    /// <summary>The mean loss of a batch whose right answers are distributions over the classes.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="kind">Which loss.</param>
    /// <param name="labelSmoothing">s.</param>
    /// <param name="outputs">What the network said [N, C].</param>
    /// <param name="targets">Probabilities, of the same shape.</param>
    /// <returns>The loss, at least 0.</returns>
    public static T Value<T>(LossKind kind, double labelSmoothing, Tensor<T> outputs, Tensor<T> targets)
        where T : struct, IReal<T> => kind switch
        {
            LossKind.CrossEntropy => CrossEntropy.Value(outputs, Classes(targets, labelSmoothing), Reduction.Mean),
            LossKind.MeanSquaredError => MeanSquaredError.Value(outputs, Smooth(targets, labelSmoothing), Reduction.Mean),
            LossKind.Rbf => Rbf.Value(outputs, Classes(targets, labelSmoothing), RubbishPenalty, Reduction.Mean),
        };

    /// <summary>The gradient of the mean loss of a batch whose right answers are distributions over the classes.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="kind">Which loss.</param>
    /// <param name="labelSmoothing">s.</param>
    /// <param name="outputs">What the network said [N, C].</param>
    /// <param name="targets">Probabilities, of the same shape.</param>
    /// <returns>Gradient with respect to the outputs.</returns>
    public static Tensor<T> Gradient<T>(LossKind kind, double labelSmoothing, Tensor<T> outputs, Tensor<T> targets)
        where T : struct, IReal<T> => kind switch
        {
            LossKind.CrossEntropy => CrossEntropy.Gradient(outputs, Classes(targets, labelSmoothing), Reduction.Mean),
            LossKind.MeanSquaredError => MeanSquaredError.Gradient(outputs, Smooth(targets, labelSmoothing), Reduction.Mean),
            LossKind.Rbf => Rbf.Gradient(outputs, Classes(targets, labelSmoothing), RubbishPenalty, Reduction.Mean),
        };

    private static ClassTargets<T> Classes<T>(Tensor<T> targets, double labelSmoothing)
        where T : struct, IReal<T> => ClassTargets<T>.OfProbabilities(targets, labelSmoothing: labelSmoothing);

    private static Tensor<T> Smooth<T>(Tensor<T> targets, double labelSmoothing)
        where T : struct, IReal<T>
    {
        var classes = Math.Max(targets.Sizes[1], 2);
        return labelSmoothing == 0
            ? targets
            : targets.Map(t => (T.From(1 - labelSmoothing) * t) + T.From(labelSmoothing / classes));
    }

    private static Tensor<T> OneHot<T>(LossKind kind, ReadOnlySpan<int> labels, int classes, Tensor<T> outputs)
        where T : struct, IReal<T>
    {
        var columns = outputs.Sizes[1];
        var single = kind == LossKind.MeanSquaredError && columns == 1 && classes <= 2;
        if (columns != classes && !single)
            throw new ArgumentException(
                $"The outputs have {columns} columns; expected {classes}, one for each class.", nameof(outputs));
        var targets = new Tensor<T>(labels.Length, columns);
        for (var n = 0; n < labels.Length; n++)
        {
            if (labels[n] < 0 || labels[n] >= (single ? 2 : classes))
                throw new ArgumentOutOfRangeException(nameof(labels), labels[n], $"Sample {n} has a label that is no class.");
            if (single)
                targets[n, 0] = T.From(labels[n]);
            else
                targets[n, labels[n]] = T.From(1);
        }

        return targets;
    }
}
