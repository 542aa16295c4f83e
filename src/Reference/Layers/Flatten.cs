using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>Lays all numbers of a sample in one row, in the order they are stored: channels, then rows, then columns.</summary>
/// <remarks>Source: torch.nn.Flatten.</remarks>
public static class Flatten
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Samples [N, ...].</param>
    /// <returns>y [N, elements of a sample].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T> => x.Reshape(x.Sizes[0], x.Elements.Length / x.Sizes[0]);

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Samples [N, ...].</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T> => new(gradY.Reshape(x.Sizes));
}
