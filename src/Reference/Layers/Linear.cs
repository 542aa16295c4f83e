using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>A fully connected layer: every output is a weighted sum of all inputs.</summary>
/// <remarks>
/// y[n,o] = b[o] + sum over i of w[o,i] x[n,i]
/// Shapes: x [N, inputs], w [outputs, inputs], b [outputs], y [N, outputs].
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, equation 6.3; torch.nn.Linear for the layout of w.
/// </remarks>
public static class Linear
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Inputs [N, inputs].</param>
    /// <param name="w">Weights [outputs, inputs].</param>
    /// <param name="b">Biases [outputs].</param>
    /// <returns>y [N, outputs].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> b)
        where T : struct, IReal<T>
    {
        var (samples, inputs, outputs) = (x.Sizes[0], x.Sizes[1], w.Sizes[0]);
        var y = new Tensor<T>(samples, outputs);
        for (var n = 0; n < samples; n++)
            for (var o = 0; o < outputs; o++)
            {
                var sum = b[o];
                for (var i = 0; i < inputs; i++)
                    sum += w[o, i] * x[n, i];
                y[n, o] = sum;
            }

        return y;
    }

    /// <summary>The backward pass: dL/dx and the gradients of the parameters, from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Inputs [N, inputs].</param>
    /// <param name="w">Weights [outputs, inputs].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, outputs].</param>
    /// <returns>Gradients with respect to x, w and b.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var (samples, inputs, outputs) = (x.Sizes[0], x.Sizes[1], w.Sizes[0]);
        var (gradX, gradW, gradB) = (x.ZerosLike(), w.ZerosLike(), new Tensor<T>(outputs));
        for (var n = 0; n < samples; n++)
            for (var o = 0; o < outputs; o++)
            {
                var g = gradY[n, o];
                gradB[o] += g;                      // dy/db = 1
                for (var i = 0; i < inputs; i++)
                {
                    gradW[o, i] += g * x[n, i];     // dy/dw = x
                    gradX[n, i] += g * w[o, i];     // dy/dx = w
                }
            }

        return new(gradX, gradW, gradB);
    }
}
