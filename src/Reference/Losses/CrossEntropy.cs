using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Losses;

/// <summary>How improbable the right answers are, from scores: the negative log-likelihood of their log-softmax.</summary>
/// <remarks>
/// l[n] = -sum over c of a[n,c] z[n,c] with z = log softmax(x).
/// dl[n]/dx[n,i] = e^z[n,i] (sum over c of a[n,c]) - a[n,i]: where a is a distribution, softmax minus target.
/// a and the divisor of the mean are those of <see cref="ClassTargets{T}"/>.
/// Shapes: x [N, C], a [N, C], l [N]. Pictures [N, C, H, W] of labels are N H W samples.
/// Source: Bishop, "Pattern Recognition and Machine Learning", 2006, equations 4.108 and 4.109; torch.nn.CrossEntropyLoss.
/// </remarks>
public static class CrossEntropy
{
    /// <summary>The loss of each sample, not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Scores [N, C].</param>
    /// <param name="targets">What they should say.</param>
    /// <returns>l [N].</returns>
    public static Tensor<T> Elements<T>(Tensor<T> x, ClassTargets<T> targets)
        where T : struct, IReal<T> => NegativeLogLikelihood.Elements(LogSoftmax.Forward(x), targets);

    /// <summary>The loss as one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Scores [N, C].</param>
    /// <param name="targets">What they should say.</param>
    /// <param name="reduction">Mean or sum over the samples.</param>
    /// <returns>The loss, at least 0.</returns>
    public static T Value<T>(Tensor<T> x, ClassTargets<T> targets, Reduction reduction)
        where T : struct, IReal<T> => NegativeLogLikelihood.Value(LogSoftmax.Forward(x), targets, reduction);

    /// <summary>The gradient through the losses that are not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Scores [N, C].</param>
    /// <param name="targets">What they should say.</param>
    /// <param name="gradElements">Gradient with respect to <see cref="Elements"/> [N].</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(Tensor<T> x, ClassTargets<T> targets, Tensor<T> gradElements)
        where T : struct, IReal<T>
    {
        var z = LogSoftmax.Forward(x);
        return LogSoftmax.Backward(z, NegativeLogLikelihood.Backward(z, targets, gradElements)).Input;
    }

    /// <summary>The gradient of the one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Scores [N, C].</param>
    /// <param name="targets">What they should say.</param>
    /// <param name="reduction">Mean or sum over the samples.</param>
    /// <returns>Gradient of <see cref="Value"/> with respect to x.</returns>
    public static Tensor<T> Gradient<T>(Tensor<T> x, ClassTargets<T> targets, Reduction reduction)
        where T : struct, IReal<T> => Backward(x, targets, Reductions.Gradient([x.Sizes[0]], reduction, targets.Divisor));
}
