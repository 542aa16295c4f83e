using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>LeNet's trainable pooling: the sum of a window, times one weight, plus one bias for each channel.</summary>
/// <remarks>
/// y[n,c,i,j] = b[c] + w[c] (sum over p, q of x[n, c, i P + p, j Q + q]); windows do not overlap, and pixels that fill no
/// window are left out.
/// Shapes: x [N, C, H, W], w [C], b [C], y [N, C, H / P, W / Q].
/// Source: LeCun et al. 1998, section II.B (layers S2 and S4).
/// </remarks>
public static class Subsampling
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="w">Weights [C].</param>
    /// <param name="b">Biases [C].</param>
    /// <param name="window">The window; its stride is its size.</param>
    /// <returns>y [N, C, H', W'].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> b, Window2d window)
        where T : struct, IReal<T>
    {
        var y = new Tensor<T>(x.Sizes[0], x.Sizes[1], window.Rows.Outputs(x.Sizes[2]), window.Columns.Outputs(x.Sizes[3]));
        for (var n = 0; n < y.Sizes[0]; n++)
            for (var c = 0; c < y.Sizes[1]; c++)
                for (var i = 0; i < y.Sizes[2]; i++)
                    for (var j = 0; j < y.Sizes[3]; j++)
                        y[n, c, i, j] = b[c] + (w[c] * Sum(x, n, c, i, j, window));
        return y;
    }

    /// <summary>The backward pass: dL/dx and the gradients of the parameters, from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="w">Weights [C].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, C, H', W'].</param>
    /// <param name="window">The window; its stride is its size.</param>
    /// <returns>Gradients with respect to x, w and b.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> gradY, Window2d window)
        where T : struct, IReal<T>
    {
        var (gradX, gradW, gradB) = (x.ZerosLike(), w.ZerosLike(), w.ZerosLike());
        for (var n = 0; n < gradY.Sizes[0]; n++)
            for (var c = 0; c < gradY.Sizes[1]; c++)
                for (var i = 0; i < gradY.Sizes[2]; i++)
                    for (var j = 0; j < gradY.Sizes[3]; j++)
                    {
                        var g = gradY[n, c, i, j];
                        gradB[c] += g;                                              // dy/db = 1
                        gradW[c] += g * Sum(x, n, c, i, j, window);                 // dy/dw = sum of x
                        for (var p = 0; p < window.Rows.Kernel; p++)
                            for (var q = 0; q < window.Columns.Kernel; q++)
                                gradX[n, c, window.Rows.Pixel(i, p), window.Columns.Pixel(j, q)] = g * w[c]; // dy/dx = w
                    }

        return new(gradX, gradW, gradB);
    }

    private static T Sum<T>(Tensor<T> x, int n, int c, int i, int j, Window2d window)
        where T : struct, IReal<T>
    {
        var sum = default(T);
        for (var p = 0; p < window.Rows.Kernel; p++)
            for (var q = 0; q < window.Columns.Kernel; q++)
                sum += x[n, c, window.Rows.Pixel(i, p), window.Columns.Pixel(j, q)];
        return sum;
    }
}
