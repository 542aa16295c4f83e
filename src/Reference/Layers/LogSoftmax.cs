using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The logarithms of the softmax.</summary>
/// <remarks>
/// y[n,c] = x[n,c] - m - log(sum over i of e^(x[n,i] - m)), m = max over i of x[n,i].
/// dy[i]/dx[c] = (1 if i = c, else 0) - e^y[c].
/// Shapes: x [N, C], y [N, C].
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, equation 6.30.
/// </remarks>
public static class LogSoftmax
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Scores [N, C].</param>
    /// <returns>y [N, C].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T>
    {
        var (y, shifted) = (x.ZerosLike(), new T[x.Sizes[1]]);
        for (var n = 0; n < x.Sizes[0]; n++)
        {
            var max = Softmax.Max(x, n);
            for (var c = 0; c < x.Sizes[1]; c++)
                shifted[c] = x[n, c] - max;
            var logarithm = T.LogSumExp(shifted);
            for (var c = 0; c < x.Sizes[1]; c++)
                y[n, c] = shifted[c] - logarithm;
        }

        return y;
    }

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="y">The outputs [N, C].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, C].</param>
    /// <returns>Gradient with respect to x: g[c] - e^y[c] (sum over i of g[i]).</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> y, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var gradX = y.ZerosLike();
        for (var n = 0; n < y.Sizes[0]; n++)
        {
            var sum = default(T);
            for (var c = 0; c < y.Sizes[1]; c++)
                sum += gradY[n, c];
            for (var c = 0; c < y.Sizes[1]; c++)
                gradX[n, c] = gradY[n, c] - (T.ExpAtMostOne(y[n, c]) * sum);
        }

        return new(gradX);
    }
}
