using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The input followed by new coordinates that other layers compute from it.</summary>
/// <remarks>
/// y[n] = (x[n], f(x[n])), dL/dx = g(first part) + f'(x)^T g(second part).
/// Shapes: x [N, I], f(x) [N, J], y [N, I + J].
/// </remarks>
public static class Lift
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Inputs [N, I].</param>
    /// <param name="added">f(x) [N, J].</param>
    /// <returns>y [N, I + J].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> added)
        where T : struct, IReal<T>
    {
        var (inputs, more) = (x.Sizes[1], added.Sizes[1]);
        var y = new Tensor<T>(x.Sizes[0], inputs + more);
        for (var n = 0; n < y.Sizes[0]; n++)
        {
            for (var i = 0; i < inputs; i++)
                y[n, i] = x[n, i];
            for (var j = 0; j < more; j++)
                y[n, inputs + j] = added[n, j];
        }

        return y;
    }

    /// <summary>The gradient that goes to f(x).</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Inputs [N, I].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, I + J].</param>
    /// <returns>Its columns from I on.</returns>
    public static Tensor<T> GradientOfAdded<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var (inputs, more) = (x.Sizes[1], gradY.Sizes[1] - x.Sizes[1]);
        var gradAdded = new Tensor<T>(x.Sizes[0], more);
        for (var n = 0; n < x.Sizes[0]; n++)
            for (var j = 0; j < more; j++)
                gradAdded[n, j] = gradY[n, inputs + j];
        return gradAdded;
    }

    /// <summary>The gradient of the input.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="gradThroughAdded">What came back through f [N, I].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, I + J].</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(Tensor<T> gradThroughAdded, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var gradX = gradThroughAdded.ZerosLike();
        for (var n = 0; n < gradX.Sizes[0]; n++)
            for (var i = 0; i < gradX.Sizes[1]; i++)
                gradX[n, i] = gradY[n, i] + gradThroughAdded[n, i];
        return gradX;
    }
}
