using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>In training, zeroes some elements and enlarges the others so that the mean stays.</summary>
/// <remarks>
/// y = x / (1 - p) where the element is kept, 0 where it is dropped; in evaluation y = x. Which ones are kept is chance
/// and therefore given from outside.
/// Source: Srivastava et al. 2014, section 4; torch.nn.Dropout for the division in training ("inverted" dropout).
/// </remarks>
public static class Dropout
{
    /// <summary>The outputs in training.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Any shape.</param>
    /// <param name="kept">For each element of x, in row-major order, whether it is kept.</param>
    /// <param name="probability">p, the probability to be dropped, in [0, 1).</param>
    /// <returns>y, of the same shape.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, ReadOnlySpan<bool> kept, double probability)
        where T : struct, IReal<T>
    {
        var y = x.ZerosLike();
        for (var i = 0; i < kept.Length; i++)
            if (kept[i])
                y.Elements[i] = x.Elements[i] / T.From(1 - probability);
        return y;
    }

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="kept">For each element, whether it was kept.</param>
    /// <param name="probability">p.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> gradY, ReadOnlySpan<bool> kept, double probability)
        where T : struct, IReal<T> => new(Forward(gradY, kept, probability)); // the map is linear, and its matrix diagonal
}
