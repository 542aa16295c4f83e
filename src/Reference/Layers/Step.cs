using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>A threshold: 1 above zero, 0 at zero and below.</summary>
/// <remarks>
/// y = 1 if x &gt; 0, else 0. The derivative is zero wherever there is one, so that nothing can be learnt through it.
/// Source: Rosenblatt 1958; McCulloch and Pitts 1943.
/// </remarks>
public static class Step
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Map(value => value > default(T) ? T.From(1) : default);

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">What entered, of any shape.</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T> => new(x.Zip(gradY, (_, _) => default));
}
