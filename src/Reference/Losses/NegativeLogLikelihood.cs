using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Losses;

/// <summary>How improbable the right answers are, from the logarithms of the probabilities.</summary>
/// <remarks>
/// l[n] = -sum over c of a[n,c] x[n,c], dl[n]/dx[n,c] = -a[n,c]; a class that does not count (a = 0) is not looked at,
/// whatever its number. a and the divisor of the mean are those of <see cref="ClassTargets{T}"/>: for plain labels
/// l[n] = -w[label[n]] x[n,label[n]].
/// Shapes: x [N, C], a [N, C], l [N]. Pictures [N, C, H, W] of labels are N H W samples.
/// Source: Bishop, "Pattern Recognition and Machine Learning", 2006, equation 4.108; torch.nn.NLLLoss for weights and mean.
/// </remarks>
public static class NegativeLogLikelihood
{
    /// <summary>The loss of each sample, not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Logarithms of probabilities [N, C].</param>
    /// <param name="targets">What they should be.</param>
    /// <returns>l [N].</returns>
    public static Tensor<T> Elements<T>(Tensor<T> x, ClassTargets<T> targets)
        where T : struct, IReal<T>
    {
        var losses = new Tensor<T>(x.Sizes[0]);
        for (var n = 0; n < x.Sizes[0]; n++)
        {
            var sum = default(T);
            for (var c = 0; c < x.Sizes[1]; c++)
                if (targets.Coefficients[n, c].Value != 0)
                    sum += targets.Coefficients[n, c] * x[n, c];
            losses[n] = -sum;
        }

        return losses;
    }

    /// <summary>The loss as one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Logarithms of probabilities [N, C].</param>
    /// <param name="targets">What they should be.</param>
    /// <param name="reduction">Mean or sum over the samples.</param>
    /// <returns>The loss, at least 0.</returns>
    public static T Value<T>(Tensor<T> x, ClassTargets<T> targets, Reduction reduction)
        where T : struct, IReal<T> => Reductions.Value(Elements(x, targets), reduction, targets.Divisor);

    /// <summary>The gradient through the losses that are not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Logarithms of probabilities [N, C].</param>
    /// <param name="targets">What they should be.</param>
    /// <param name="gradElements">Gradient with respect to <see cref="Elements"/> [N].</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(Tensor<T> x, ClassTargets<T> targets, Tensor<T> gradElements)
        where T : struct, IReal<T>
    {
        var gradX = x.ZerosLike();
        for (var n = 0; n < x.Sizes[0]; n++)
            for (var c = 0; c < x.Sizes[1]; c++)
                gradX[n, c] = -(targets.Coefficients[n, c] * gradElements[n]);
        return gradX;
    }

    /// <summary>The gradient of the one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Logarithms of probabilities [N, C].</param>
    /// <param name="targets">What they should be.</param>
    /// <param name="reduction">Mean or sum over the samples.</param>
    /// <returns>Gradient of <see cref="Value"/> with respect to x.</returns>
    public static Tensor<T> Gradient<T>(Tensor<T> x, ClassTargets<T> targets, Reduction reduction)
        where T : struct, IReal<T> => Backward(x, targets, Reductions.Gradient([x.Sizes[0]], reduction, targets.Divisor));
}
