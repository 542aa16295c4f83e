using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The Gaussian error linear unit, with tanh in place of the error function.</summary>
/// <remarks>
/// y = x (1 + t) / 2 with t = tanh(b (x + c x^3)), b = sqrt(2 / pi), c = 0.044715. Its derivative is
/// (1 + t) / 2 + x (1 - t^2) b (1 + 3 c x^2) / 2.
/// Source: Hendrycks, Gimpel 2016, section 2.
/// </remarks>
public static class GeluTanh
{
    private const double Cubic = 0.044715;

    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(value => T.From(0.5) * value * (T.From(1) + Inner(value)));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T> =>
        new(x.Zip(gradY, (value, g) =>
        {
            var t = Inner(value);
            var slope = T.From(Math.Sqrt(2 / Math.PI)) * (T.From(1) + (T.From(3 * Cubic) * value * value));
            return g * T.From(0.5) * (T.From(1) + t + (value * (T.From(1) - (t * t)) * slope));
        }));

    private static T Inner<T>(T x)
        where T : struct, IReal<T> => T.Tanh(T.From(Math.Sqrt(2 / Math.PI)) * (x + (T.From(Cubic) * x * x * x)));
}
