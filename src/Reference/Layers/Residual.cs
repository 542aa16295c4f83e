using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The input plus what other layers compute from it.</summary>
/// <remarks>
/// y[i] = x[i] + f(x)[i], dL/dx = g + f'(x)^T g; the gradient that goes to f(x) is g itself.
/// Shapes: all arrays [N, ...] of one size.
/// Source: He, Zhang, Ren, Sun 2016, equation 1.
/// </remarks>
public static class Residual
{
    /// <summary>The outputs.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Inputs.</param>
    /// <param name="branch">f(x).</param>
    /// <returns>y.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> branch)
        where T : struct, IReal<T> => x.Zip(branch, (input, added) => input + added);

    /// <summary>The gradient of the input.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="gradThroughBranch">What came back through f.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(Tensor<T> gradThroughBranch, Tensor<T> gradY)
        where T : struct, IReal<T> => gradY.Zip(gradThroughBranch, (direct, through) => direct + through);
}
