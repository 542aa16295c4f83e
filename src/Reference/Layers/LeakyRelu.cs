using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The leaky rectified linear unit.</summary>
/// <remarks>
/// y = x above zero, else slope x. The derivative is 1 above zero and the slope at zero and below.
/// Source: Maas, Hannun, Ng 2013, equation 2; torch.nn.LeakyReLU for the derivative at zero.
/// </remarks>
public static class LeakyRelu
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <param name="slope">The slope below zero, at least 0.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, double slope)
        where T : struct, IReal<T> => x.Map(value => slope <= 1
            ? T.Max(value, T.From(slope) * value)
            : -T.Max(-value, -(T.From(slope) * value)));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="slope">The slope below zero, at least 0.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY, double slope)
        where T : struct, IReal<T> => new(x.Zip(gradY, (value, g) => value > default(T) ? g : T.From(slope) * g));
}
