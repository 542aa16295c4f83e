using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Losses;

/// <summary>
/// What a classification should answer, in the form in which all variants of the cross-entropy are one formula: how much
/// each class of each sample counts, and what the mean divides by.
/// </summary>
/// <remarks>
/// Legend: s label smoothing, C number of classes, w[c] weight of class c (1 where none are given), [P] 1 if P, else 0.
/// Labels:        a[n,c] = w[c] ((1 - s) [c = label[n]] + s / C),  divisor = sum over n of w[label[n]];
///                a sample whose label is the ignored one has a = 0 and does not count in the divisor.
/// Probabilities: a[n,c] = w[c] ((1 - s) p[n,c] + s / C),          divisor = N.
/// With weights, then, the mean over labels is a weighted mean, the mean over probabilities is not; and with labels and
/// weights the smoothed part is divided by the weights of the labels alone. If every sample is ignored, the mean is 0 / 0.
/// Source: torch.nn.CrossEntropyLoss; Szegedy et al. 2016, section 7, for the smoothing.
/// </remarks>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Coefficients">a [N, C].</param>
/// <param name="Divisor">What the mean divides the sum by.</param>
public sealed record ClassTargets<T>(Tensor<T> Coefficients, T Divisor)
    where T : struct, IReal<T>
{
    /// <summary>One right class for each sample.</summary>
    /// <param name="labels">The right class of each sample [N].</param>
    /// <param name="classes">C, at least 1.</param>
    /// <param name="weights">Weight of each class [C]; null for 1 each.</param>
    /// <param name="ignored">The label of samples that do not count, which need not be a class; null where all count.</param>
    /// <param name="labelSmoothing">s, in [0, 1].</param>
    /// <returns>The targets.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither a class nor the ignored one.</exception>
    public static ClassTargets<T> OfLabels(
        ReadOnlySpan<int> labels, int classes, Tensor<T>? weights = null, int? ignored = null, double labelSmoothing = 0)
    {
        var shares = new Tensor<T>(labels.Length, classes);
        var (counted, sumOfWeights) = (0, default(T));
        for (var n = 0; n < labels.Length; n++)
        {
            if (labels[n] == ignored)
                continue;
            if (labels[n] < 0 || labels[n] >= classes)
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[n], $"Sample {n} has a label outside 0 to {classes - 1}.");
            for (var c = 0; c < classes; c++)
                shares[n, c] = Smooth(c == labels[n] ? T.From(1) : default, classes, labelSmoothing);
            counted++;
            sumOfWeights += weights is null ? default : weights[labels[n]];
        }

        return new(Weigh(shares, weights), weights is null ? T.From(counted) : sumOfWeights);
    }

    /// <summary>A distribution over the classes for each sample.</summary>
    /// <param name="probabilities">p [N, C], each row with the sum 1.</param>
    /// <param name="weights">Weight of each class [C]; null for 1 each.</param>
    /// <param name="labelSmoothing">s, in [0, 1].</param>
    /// <returns>The targets.</returns>
    public static ClassTargets<T> OfProbabilities(Tensor<T> probabilities, Tensor<T>? weights = null, double labelSmoothing = 0)
    {
        var (samples, classes) = (probabilities.Sizes[0], probabilities.Sizes[1]);
        return new(Weigh(probabilities.Map(p => Smooth(p, classes, labelSmoothing)), weights), T.From(samples));
    }

    // (1 - s) p + s / C
    private static T Smooth(T share, int classes, double labelSmoothing) =>
        labelSmoothing == 0 ? share : (T.From(1 - labelSmoothing) * share) + T.From(labelSmoothing / classes);

    private static Tensor<T> Weigh(Tensor<T> shares, Tensor<T>? weights)
    {
        if (weights is null)
            return shares;
        var weighed = shares.ZerosLike();
        for (var n = 0; n < shares.Sizes[0]; n++)
            for (var c = 0; c < shares.Sizes[1]; c++)
                weighed[n, c] = weights[c] * shares[n, c];
        return weighed;
    }
}
