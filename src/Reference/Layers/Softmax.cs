using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>Turns scores into probabilities that are positive and sum to 1.</summary>
/// <remarks>
/// y[n,c] = e^(x[n,c] - m) / sum over i of e^(x[n,i] - m), where m = max over i of x[n,i] changes nothing but keeps every
/// power at most 1.
/// dy[i]/dx[c] = y[i] (1 - y[c]) for i = c, -y[i] y[c] elsewhere.
/// Shapes: x [N, C], y [N, C].
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, equations 6.29 and 6.33.
/// </remarks>
public static class Softmax
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Scores [N, C].</param>
    /// <returns>y [N, C].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T>
    {
        var (samples, classes) = (x.Sizes[0], x.Sizes[1]);
        var y = x.ZerosLike();
        for (var n = 0; n < samples; n++)
        {
            var max = Max(x, n);
            var sum = default(T);
            for (var c = 0; c < classes; c++)
            {
                y[n, c] = T.ExpAtMostOne(x[n, c] - max);
                sum += y[n, c];
            }

            for (var c = 0; c < classes; c++)
                y[n, c] = T.Share(y[n, c], sum);
        }

        return y;
    }

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="y">The outputs [N, C].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, C].</param>
    /// <returns>Gradient with respect to x: y[c] (g[c] - sum over i of g[i] y[i]).</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> y, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var gradX = y.ZerosLike();
        for (var n = 0; n < y.Sizes[0]; n++)
        {
            var mean = default(T);
            for (var c = 0; c < y.Sizes[1]; c++)
                mean += gradY[n, c] * y[n, c];
            for (var c = 0; c < y.Sizes[1]; c++)
                gradX[n, c] = y[n, c] * (gradY[n, c] - mean);
        }

        return new(gradX);
    }

    /// <summary>The largest score of a sample.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Scores [N, C].</param>
    /// <param name="n">Which sample.</param>
    /// <returns>The maximum over its classes.</returns>
    internal static T Max<T>(Tensor<T> x, int n)
        where T : struct, IReal<T>
    {
        var max = x[n, 0];
        for (var c = 1; c < x.Sizes[1]; c++)
            max = T.Max(max, x[n, c]);
        return max;
    }
}
