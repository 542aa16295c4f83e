using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Losses;

/// <summary>The discriminative loss of the 1998 LeNet-5 over penalties y = -x, squared distances to prototypes.</summary>
/// <remarks>
/// The paper: l = y[label] + log(e^-j + sum over i of e^-y[i]). A class of rubbish with the constant penalty j takes part,
/// so that wrong penalties that are large already are not pushed further.
/// With targets a that sum to 1 over the true classes:
/// l[n] = -sum over c of a[n,c] z[n,c],  z[n,c] = x[n,c] - m - log(e^(-j - m) + sum over i of e^(x[n,i] - m)),
/// where m = max(-j, max over i of x[n,i]) changes nothing but keeps every power at most 1.
/// dl[n]/dx[n,i] = e^z[n,i] - a[n,i]; the rubbish's share e^(-j) / (...) is what the e^z lack to the sum 1.
/// Shapes: x [N, C], a [N, C], l [N].
/// Source: LeCun et al. 1998, equation 9.
/// </remarks>
public static class Rbf
{
    /// <summary>The loss of each sample, not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Minus the penalties [N, C].</param>
    /// <param name="targets">What they should say, without class weights: each row of the coefficients sums to 1.</param>
    /// <param name="rubbishPenalty">j.</param>
    /// <returns>l [N].</returns>
    public static Tensor<T> Elements<T>(Tensor<T> x, ClassTargets<T> targets, double rubbishPenalty)
        where T : struct, IReal<T> => NegativeLogLikelihood.Elements(LogShares(x, rubbishPenalty), targets);

    /// <summary>The loss as one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Minus the penalties [N, C].</param>
    /// <param name="targets">What they should say, without class weights.</param>
    /// <param name="rubbishPenalty">j.</param>
    /// <param name="reduction">Mean or sum over the samples.</param>
    /// <returns>The loss, at least 0.</returns>
    public static T Value<T>(Tensor<T> x, ClassTargets<T> targets, double rubbishPenalty, Reduction reduction)
        where T : struct, IReal<T> => Reductions.Value(Elements(x, targets, rubbishPenalty), reduction, targets.Divisor);

    /// <summary>The gradient through the losses that are not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Minus the penalties [N, C].</param>
    /// <param name="targets">What they should say, without class weights.</param>
    /// <param name="rubbishPenalty">j.</param>
    /// <param name="gradElements">Gradient with respect to <see cref="Elements"/> [N].</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(Tensor<T> x, ClassTargets<T> targets, double rubbishPenalty, Tensor<T> gradElements)
        where T : struct, IReal<T>
    {
        var z = LogShares(x, rubbishPenalty);
        var gradX = x.ZerosLike();
        for (var n = 0; n < x.Sizes[0]; n++)
            for (var c = 0; c < x.Sizes[1]; c++)
                gradX[n, c] = gradElements[n] * (T.Exp(z[n, c]) - targets.Coefficients[n, c]);
        return gradX;
    }

    /// <summary>The gradient of the one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Minus the penalties [N, C].</param>
    /// <param name="targets">What they should say, without class weights.</param>
    /// <param name="rubbishPenalty">j.</param>
    /// <param name="reduction">Mean or sum over the samples.</param>
    /// <returns>Gradient of <see cref="Value"/> with respect to x.</returns>
    public static Tensor<T> Gradient<T>(Tensor<T> x, ClassTargets<T> targets, double rubbishPenalty, Reduction reduction)
        where T : struct, IReal<T> =>
        Backward(x, targets, rubbishPenalty, Reductions.Gradient([x.Sizes[0]], reduction, targets.Divisor));

    // z [N, C]: the logarithm of each true class's share, the rubbish class in the sum.
    private static Tensor<T> LogShares<T>(Tensor<T> x, double rubbishPenalty)
        where T : struct, IReal<T>
    {
        var rubbish = T.From(-rubbishPenalty);
        var z = x.ZerosLike();
        for (var n = 0; n < x.Sizes[0]; n++)
        {
            var max = rubbish;
            for (var c = 0; c < x.Sizes[1]; c++)
                max = T.Max(max, x[n, c]);
            var sum = T.Exp(rubbish - max);
            for (var c = 0; c < x.Sizes[1]; c++)
                sum += T.Exp(x[n, c] - max);
            for (var c = 0; c < x.Sizes[1]; c++)
                z[n, c] = x[n, c] - max - T.Log(sum);
        }

        return z;
    }
}
