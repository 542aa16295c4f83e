using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The Gaussian error linear unit.</summary>
/// <remarks>
/// y = x p with p = (1 + erf(x / sqrt 2)) / 2, the probability that a standard normal number is below x. Its derivative
/// is p + x e^(-x^2 / 2) / sqrt(2 pi).
/// Source: Hendrycks, Gimpel 2016, section 2.
/// </remarks>
public static class Gelu
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(value => value * (T.From(1) + Erf(value)) * T.From(0.5));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T> =>
        new(x.Zip(gradY, (value, g) =>
        {
            var density = T.From(1 / Math.Sqrt(2 * Math.PI)) * T.ExpAtMostOne(T.From(-0.5) * value * value);
            return g * ((T.From(0.5) * (T.From(1) + Erf(value))) + (value * density));
        }));

    private static T Erf<T>(T x)
        where T : struct, IReal<T> => T.Erf(x / T.From(Math.Sqrt(2)));
}
