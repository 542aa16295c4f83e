using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>A convolution in which each output channel sees only some of the input channels.</summary>
/// <remarks>
/// y[n,o,i,j] = b[o] + sum over k, p, q of w[k,p,q] x[n, c(k), i + p, j + q], where k runs over the kernels of output o
/// and c(k) is the input channel of kernel k. Kernels are stored one after the other, output by output.
/// Shapes: x [N, C, H, W], w [K, P, Q], b [O], y [N, O, H - P + 1, W - Q + 1].
/// Source: LeCun et al. 1998, section II.B and table I (layer C3 of LeNet-5).
/// </remarks>
public static class PartialConv2d
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="w">Kernels [K, P, Q].</param>
    /// <param name="b">Biases [O].</param>
    /// <param name="table">Input channels of each output channel.</param>
    /// <returns>y [N, O, H', W'].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> b, IReadOnlyList<IReadOnlyList<int>> table)
        where T : struct, IReal<T>
    {
        var (kernelRows, kernelColumns) = (w.Sizes[1], w.Sizes[2]);
        var y = new Tensor<T>(x.Sizes[0], table.Count, x.Sizes[2] - kernelRows + 1, x.Sizes[3] - kernelColumns + 1);
        for (var n = 0; n < y.Sizes[0]; n++)
            for (int o = 0, first = 0; o < table.Count; first += table[o].Count, o++)
                for (var i = 0; i < y.Sizes[2]; i++)
                    for (var j = 0; j < y.Sizes[3]; j++)
                    {
                        var sum = b[o];
                        for (var k = 0; k < table[o].Count; k++)
                            for (var p = 0; p < kernelRows; p++)
                                for (var q = 0; q < kernelColumns; q++)
                                    sum += w[first + k, p, q] * x[n, table[o][k], i + p, j + q];
                        y[n, o, i, j] = sum;
                    }

        return y;
    }

    /// <summary>The backward pass: dL/dx and the gradients of the parameters, from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="w">Kernels [K, P, Q].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, O, H', W'].</param>
    /// <param name="table">Input channels of each output channel.</param>
    /// <returns>Gradients with respect to x, w and b.</returns>
    public static LayerGradients<T> Backward<T>(
        Tensor<T> x, Tensor<T> w, Tensor<T> gradY, IReadOnlyList<IReadOnlyList<int>> table)
        where T : struct, IReal<T>
    {
        var (gradX, gradW, gradB) = (x.ZerosLike(), w.ZerosLike(), new Tensor<T>(table.Count));
        for (var n = 0; n < gradY.Sizes[0]; n++)
            for (int o = 0, first = 0; o < table.Count; first += table[o].Count, o++)
                for (var i = 0; i < gradY.Sizes[2]; i++)
                    for (var j = 0; j < gradY.Sizes[3]; j++)
                    {
                        var g = gradY[n, o, i, j];
                        gradB[o] += g;                                              // dy/db = 1
                        for (var k = 0; k < table[o].Count; k++)
                            for (var p = 0; p < w.Sizes[1]; p++)
                                for (var q = 0; q < w.Sizes[2]; q++)
                                {
                                    var c = table[o][k];
                                    gradW[first + k, p, q] += g * x[n, c, i + p, j + q];
                                    gradX[n, c, i + p, j + q] += g * w[first + k, p, q];
                                }
                    }

        return new(gradX, gradW, gradB);
    }
}
