using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The hyperbolic tangent.</summary>
/// <remarks>
/// y = tanh x, dy/dx = 1 - y^2.
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, section 6.3.2.
/// </remarks>
public static class Tanh
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(T.Tanh);

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="y">What the forward pass gave, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> y, Tensor<T> gradY)
        where T : struct, IReal<T> => new(y.Zip(gradY, (value, g) => g * (T.From(1) - (value * value))));
}
