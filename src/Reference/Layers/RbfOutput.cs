using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>Minus the squared distance to a fixed prototype of each class.</summary>
/// <remarks>
/// y[n,c] = -sum over j of (x[n,j] - w[c,j])^2. The paper's penalty is -y, so that here, too, the largest output wins.
/// Shapes: x [N, J], w [C, J], y [N, C].
/// Source: LeCun et al. 1998, equation 7.
/// </remarks>
public static class RbfOutput
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Inputs [N, J].</param>
    /// <param name="w">Prototypes [C, J].</param>
    /// <returns>y [N, C].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> w)
        where T : struct, IReal<T>
    {
        var y = new Tensor<T>(x.Sizes[0], w.Sizes[0]);
        for (var n = 0; n < y.Sizes[0]; n++)
            for (var c = 0; c < y.Sizes[1]; c++)
            {
                var sum = default(T);
                for (var j = 0; j < x.Sizes[1]; j++)
                {
                    var difference = x[n, j] - w[c, j];
                    sum += difference * difference;
                }

                y[n, c] = -sum;
            }

        return y;
    }

    /// <summary>The backward pass: dL/dx and the gradients of the parameters, from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Inputs [N, J].</param>
    /// <param name="w">Prototypes [C, J].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, C].</param>
    /// <returns>Gradients with respect to x and w. The paper keeps the prototypes fixed and uses the first alone.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> w, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var (gradX, gradW) = (x.ZerosLike(), w.ZerosLike());
        for (var n = 0; n < gradY.Sizes[0]; n++)
            for (var c = 0; c < gradY.Sizes[1]; c++)
                for (var j = 0; j < x.Sizes[1]; j++)
                {
                    var slope = T.From(2) * (x[n, j] - w[c, j]) * gradY[n, c];
                    gradX[n, j] -= slope;                                           // dy/dx = -2 (x - w)
                    gradW[c, j] += slope;                                           // dy/dw = 2 (x - w)
                }

        return new(gradX, gradW);
    }
}
