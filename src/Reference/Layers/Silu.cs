using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The sigmoid linear unit, also called Swish.</summary>
/// <remarks>
/// y = x s with s = 1 / (1 + e^-x), dy/dx = s (1 + x (1 - s)).
/// Source: Elfwing, Uchibe, Doya 2018, equation 6.
/// </remarks>
public static class Silu
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(value => value * Sigmoid.Of(value));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T> =>
        new(x.Zip(gradY, (value, g) =>
        {
            var s = Sigmoid.Of(value);
            return g * s * (T.From(1) + (value * (T.From(1) - s)));
        }));
}
