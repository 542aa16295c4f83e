using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The rectified linear unit.</summary>
/// <remarks>
/// y = max(0, x). The derivative is 1 above zero and 0 at zero and below.
/// Source: Glorot, Bordes, Bengio 2011; torch.nn.ReLU for the derivative at zero.
/// </remarks>
public static class Relu
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(value => T.Max(default, value));

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T> => new(x.Zip(gradY, (value, g) => value > default(T) ? g : default));
}
