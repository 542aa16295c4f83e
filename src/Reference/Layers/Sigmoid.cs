using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The logistic function.</summary>
/// <remarks>
/// y = 1 / (1 + e^-x), dy/dx = y (1 - y).
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, equation 3.30.
/// </remarks>
public static class Sigmoid
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(Of);

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="y">What the forward pass gave, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> y, Tensor<T> gradY)
        where T : struct, IReal<T> => new(y.Zip(gradY, (value, g) => g * value * (T.From(1) - value)));

    /// <summary>The function itself.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any number.</param>
    /// <returns>A number between 0 and 1.</returns>
    internal static T Of<T>(T x)
        where T : struct, IReal<T> => T.Share(T.From(1), T.From(1) + T.Exp(-x));
}
