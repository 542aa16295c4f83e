using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>Brings each channel to mean 0 and deviation 1, then gives it a deviation and a mean that are learnt.</summary>
/// <remarks>
/// c: channel, i: one of the M values of a channel, over samples and pixels. In training
/// m[c] = (sum over i of x[i,c]) / M, v[c] = (sum over i of (x[i,c] - m[c])^2) / M; in evaluation m, v are given.
/// s[c] = w[c] / sqrt(v[c] + eps), y[i,c] = x[i,c] s[c] - m[c] s[c] + b[c].
/// The products stand apart, in dy/dw as well, so that a bound covers (x - m) s + b as well as x s + (b - m s), which engines
/// compute: each error of the one is at most one of the other, since |x - m| &lt;= |x| + |m|.
/// Shapes: x, y [N, C] or [N, C, H, W]; w, b, m, v [C].
/// Source: Ioffe, Szegedy 2015, algorithms 1 and 2, and the derivatives of section 3; torch.nn.BatchNorm2d for the running
/// statistics.
/// </remarks>
public static class BatchNorm
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Samples [N, C, ...].</param>
    /// <param name="w">Weights [C].</param>
    /// <param name="b">Biases [C].</param>
    /// <param name="statistics">m and v: the running ones in evaluation, those of the batch in training.</param>
    /// <param name="eps">What is added to a variance.</param>
    /// <returns>y [N, C, ...].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> b, ChannelStatistics<T> statistics, double eps)
        where T : struct, IReal<T>
    {
        var (y, m) = (x.ZerosLike(), statistics.Mean);
        for (var c = 0; c < w.Sizes[0]; c++)
        {
            var s = w[c] / Deviation(statistics, c, eps);
            foreach (var i in ChannelStatistics.ValuesOf(x, c))
                y.Elements[i] = (x.Elements[i] * s) - (m[c] * s) + b[c];
        }

        return y;
    }

    /// <summary>The gradients in evaluation: m and v are constants.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Samples [N, C, ...].</param>
    /// <param name="w">Weights [C].</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="running">m and v.</param>
    /// <param name="eps">What is added to a variance.</param>
    /// <returns>Gradients with respect to x, w and b.</returns>
    public static LayerGradients<T> BackwardInEvaluation<T>(
        Tensor<T> x, Tensor<T> w, Tensor<T> gradY, ChannelStatistics<T> running, double eps)
        where T : struct, IReal<T>
    {
        var (gradX, gradW, gradB) = (x.ZerosLike(), w.ZerosLike(), w.ZerosLike());
        for (var c = 0; c < w.Sizes[0]; c++)
        {
            var deviation = Deviation(running, c, eps);
            foreach (var i in ChannelStatistics.ValuesOf(x, c))
            {
                var g = gradY.Elements[i];
                gradB[c] += g;                                                               // dy/db = 1
                gradW[c] += g * ((x.Elements[i] / deviation) - (running.Mean[c] / deviation)); // dy/dw = (x - m) / sqrt(v + eps)
                gradX.Elements[i] = g * (w[c] / deviation);                                  // dy/dx = s
            }
        }

        return new(gradX, gradW, gradB);
    }

    /// <summary>The gradients in training: m and v depend on every x of the channel.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Samples [N, C, ...].</param>
    /// <param name="w">Weights [C].</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="eps">What is added to a variance.</param>
    /// <returns>Gradients with respect to x, w and b.</returns>
    public static LayerGradients<T> BackwardInTraining<T>(Tensor<T> x, Tensor<T> w, Tensor<T> gradY, double eps)
        where T : struct, IReal<T>
    {
        var batch = ChannelStatistics.OfBatch(x);
        var gradients = BackwardInEvaluation(x, w, gradY, batch, eps);
        var (gradX, gradW, gradB) = (gradients.Input, gradients.Parameters[0], gradients.Parameters[1]);
        var values = T.From(x.Elements.Length / w.Sizes[0]);
        for (var c = 0; c < w.Sizes[0]; c++)
        {
            var deviation = Deviation(batch, c, eps);
            foreach (var i in ChannelStatistics.ValuesOf(x, c))
            {
                // dm/dx = 1 / M and dv/dx = 2 (x - m) / M take their shares from every g of the channel.
                var normalized = (x.Elements[i] - batch.Mean[c]) / deviation;
                gradX.Elements[i] =
                    (w[c] / deviation) * (gradY.Elements[i] - (gradB[c] / values) - (normalized * (gradW[c] / values)));
            }
        }

        return new(gradX, gradW, gradB);
    }

    /// <summary>The running statistics that a step of training leaves.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Samples [N, C, ...], at least two values of each channel.</param>
    /// <param name="before">The running statistics before.</param>
    /// <param name="momentum">The share of the batch.</param>
    /// <returns>(1 - momentum) before + momentum batch, where the variance of the batch has the divisor M - 1.</returns>
    public static ChannelStatistics<T> Running<T>(Tensor<T> x, ChannelStatistics<T> before, double momentum)
        where T : struct, IReal<T>
    {
        var (batch, share) = (ChannelStatistics.OfBatch(x, lost: 1), T.From(momentum));
        var rest = T.From(1) - share;
        return new(
            before.Mean.Zip(batch.Mean, (old, now) => (rest * old) + (share * now)),
            before.Variance.Zip(batch.Variance, (old, now) => (rest * old) + (share * now)));
    }

    private static T Deviation<T>(ChannelStatistics<T> statistics, int c, double eps)
        where T : struct, IReal<T> => T.Sqrt(statistics.Variance[c] + T.From(eps));
}
