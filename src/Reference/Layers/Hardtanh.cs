using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The identity, cut at both ends.</summary>
/// <remarks>
/// y = min(maximum, max(minimum, x)). The derivative is 1 strictly between the two and 0 elsewhere.
/// Source: Collobert 2004, section 5; torch.nn.Hardtanh for the derivative at the ends.
/// </remarks>
public static class Hardtanh
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <param name="minimum">The smallest output.</param>
    /// <param name="maximum">The largest output.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, double minimum, double maximum)
        where T : struct, IReal<T> => x.Map(value => -T.Max(T.From(-maximum), -T.Max(T.From(minimum), value)));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="minimum">The smallest output.</param>
    /// <param name="maximum">The largest output.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY, double minimum, double maximum)
        where T : struct, IReal<T> =>
        new(x.Zip(gradY, (value, g) => value > T.From(minimum) && value < T.From(maximum) ? g : default));
}
