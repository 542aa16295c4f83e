using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>LeNet's squashing function, a hyperbolic tangent that passes through (1, 1) and (-1, -1).</summary>
/// <remarks>
/// y = A tanh(S x), dy/dx = A S (1 - tanh^2(S x)), with A = 1.7159 and S = 2/3.
/// Source: LeCun et al. 1998, equation 6 and appendix A.
/// </remarks>
public static class ScaledTanh
{
    /// <summary>A.</summary>
    public const double Amplitude = 1.7159;

    /// <summary>S.</summary>
    public const double Slope = 2.0 / 3.0;

    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(value => T.From(Amplitude) * T.Tanh(T.From(Slope) * value));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T> =>
        new(x.Zip(gradY, (value, g) =>
        {
            var t = T.Tanh(T.From(Slope) * value);
            return g * T.From(Amplitude) * (T.From(1) - (t * t)) * T.From(Slope);
        }));
}
