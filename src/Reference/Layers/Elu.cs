using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The exponential linear unit.</summary>
/// <remarks>
/// y = x above zero, else alpha (e^x - 1). The derivative is 1 above zero and
/// alpha e^x at zero and below.
/// Source: Clevert, Unterthiner, Hochreiter 2016, equation 15; torch.nn.ELU for the derivative at zero.
/// </remarks>
public static class Elu
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">What the function approaches far below zero, with the sign turned; at least 0.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, double alpha)
        where T : struct, IReal<T> => x.Map(value => Value(value, alpha));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="alpha">What the function approaches far below zero, with the sign turned; at least 0.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY, double alpha)
        where T : struct, IReal<T> => new(x.Zip(
            gradY, (value, g) => value > default(T) ? g : g * T.From(alpha) * T.ExpAtMostOne(value)));

    // The maxima change nothing; a number with a bound learns from them that the other side of the corner may be near.
    private static T Value<T>(T x, double alpha)
        where T : struct, IReal<T> => x > default(T)
            ? T.Max(x, T.From(-Math.Max(1, alpha)) * x)
            : -T.Max(T.From(-alpha) * (T.ExpAtMostOne(x) - T.From(1)), x);
}
