using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Losses;

/// <summary>The squared difference between what is and what should be.</summary>
/// <remarks>
/// l[i] = (x[i] - t[i])^2, dl/dx = 2 (x - t); the mean divides by the number of ALL elements, not of samples.
/// Shapes: x, t and l any, all the same.
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, equation 5.4; torch.nn.MSELoss for the divisor.
/// </remarks>
public static class MeanSquaredError
{
    /// <summary>The loss of each element, not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Outputs, any shape.</param>
    /// <param name="target">What they should be, of the same shape.</param>
    /// <returns>l, of the same shape.</returns>
    public static Tensor<T> Elements<T>(Tensor<T> x, Tensor<T> target)
        where T : struct, IReal<T> => x.Zip(target, (value, t) => (value - t) * (value - t));

    /// <summary>The loss as one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Outputs, any shape.</param>
    /// <param name="target">What they should be, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements.</param>
    /// <returns>The loss, at least 0.</returns>
    public static T Value<T>(Tensor<T> x, Tensor<T> target, Reduction reduction)
        where T : struct, IReal<T> => Reductions.Value(Elements(x, target), reduction, Divisor(x));

    /// <summary>The gradient through the elements that are not reduced.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Outputs, any shape.</param>
    /// <param name="target">What they should be, of the same shape.</param>
    /// <param name="gradElements">Gradient with respect to <see cref="Elements"/>, of the same shape.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static Tensor<T> Backward<T>(Tensor<T> x, Tensor<T> target, Tensor<T> gradElements)
        where T : struct, IReal<T> =>
        x.Zip(target, (value, t) => T.From(2) * (value - t)).Zip(gradElements, (slope, g) => slope * g);

    /// <summary>The gradient of the one number.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Outputs, any shape.</param>
    /// <param name="target">What they should be, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements.</param>
    /// <returns>Gradient of <see cref="Value"/> with respect to x.</returns>
    public static Tensor<T> Gradient<T>(Tensor<T> x, Tensor<T> target, Reduction reduction)
        where T : struct, IReal<T> => Backward(x, target, Reductions.Gradient(x.Sizes, reduction, Divisor(x)));

    private static T Divisor<T>(Tensor<T> x)
        where T : struct, IReal<T> => T.From(x.Elements.Length);
}
