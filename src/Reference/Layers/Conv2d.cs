using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>A convolution: one small set of weights, the kernel, slides over the whole picture.</summary>
/// <remarks>
/// y[n,o,i,j] = b[o] + sum over c, p, q of w[o,c,p,q] x[n, c, i s + p d - a, j s + q d - a]
/// with stride s, dilation d, padding a; pixels outside the picture are zeros. The kernel is not flipped, so that
/// mathematicians call it a cross-correlation. Where w has K channels of C = G K, there are G groups: outputs fall into
/// G blocks of O / G, and those of block g see the input channels from g K on instead of those from 0 on.
/// Shapes: x [N, C, H, W], w [O, K, P, Q], b [O], y [N, O, H', W'].
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, equation 9.6; torch.nn.Conv2d.
/// </remarks>
public static class Conv2d
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="w">Kernels [O, K, P, Q].</param>
    /// <param name="b">Biases [O].</param>
    /// <param name="window">How the kernel slides; its sizes are those of w.</param>
    /// <returns>y [N, O, H', W'].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> b, Window2d window)
        where T : struct, IReal<T>
    {
        var (samples, channels, height, width) = (x.Sizes[0], w.Sizes[1], x.Sizes[2], x.Sizes[3]);
        var outputsOfGroup = w.Sizes[0] / (x.Sizes[1] / channels);
        var (rows, columns) = window;
        var y = new Tensor<T>(samples, w.Sizes[0], rows.Outputs(height), columns.Outputs(width));
        for (var n = 0; n < samples; n++)
            for (var o = 0; o < y.Sizes[1]; o++)
                for (var i = 0; i < y.Sizes[2]; i++)
                    for (var j = 0; j < y.Sizes[3]; j++)
                    {
                        var sum = b[o];
                        var first = o / outputsOfGroup * channels;
                        for (var c = 0; c < channels; c++)
                            for (var p = 0; p < rows.Kernel; p++)
                            {
                                var h = rows.Pixel(i, p);
                                if (h < 0 || h >= height)
                                    continue;
                                var weights = w.Row(o, c, p);
                                var pixels = x.Row(n, first + c, h);
                                for (var q = 0; q < weights.Length; q++)
                                {
                                    var v = columns.Pixel(j, q);
                                    if (v >= 0 && v < pixels.Length)
                                        sum += weights[q] * pixels[v];
                                }
                            }

                        y[n, o, i, j] = sum;
                    }

        return y;
    }

    /// <summary>The backward pass: dL/dx and the gradients of the parameters, from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="w">Kernels [O, K, P, Q].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, O, H', W'].</param>
    /// <param name="window">How the kernel slides.</param>
    /// <returns>Gradients with respect to x, w and b.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> gradY, Window2d window)
        where T : struct, IReal<T>
    {
        var (samples, channels, height, width) = (x.Sizes[0], w.Sizes[1], x.Sizes[2], x.Sizes[3]);
        var outputsOfGroup = w.Sizes[0] / (x.Sizes[1] / channels);
        var (rows, columns) = window;
        var (gradX, gradW, gradB) = (x.ZerosLike(), w.ZerosLike(), new Tensor<T>(w.Sizes[0]));
        for (var n = 0; n < samples; n++)
            for (var o = 0; o < gradY.Sizes[1]; o++)
                for (var i = 0; i < gradY.Sizes[2]; i++)
                    for (var j = 0; j < gradY.Sizes[3]; j++)
                    {
                        var g = gradY[n, o, i, j];
                        var first = o / outputsOfGroup * channels;
                        gradB[o] += g;                                              // dy/db = 1
                        for (var c = 0; c < channels; c++)
                            for (var p = 0; p < rows.Kernel; p++)
                            {
                                var h = rows.Pixel(i, p);
                                if (h < 0 || h >= height)
                                    continue;
                                for (var q = 0; q < columns.Kernel; q++)
                                {
                                    var v = columns.Pixel(j, q);
                                    if (v < 0 || v >= width)
                                        continue;
                                    gradW[o, c, p, q] += g * x[n, first + c, h, v]; // dy/dw = x
                                    gradX[n, first + c, h, v] += g * w[o, c, p, q]; // dy/dx = w
                                }
                            }
                    }

        return new(gradX, gradW, gradB);
    }
}
