using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>A step against the gradient.</summary>
/// <remarks>
/// w' = w - r (g + d w), with rate r and weight decay d.
/// Shapes: w, g and w' any, all the same. Buffers: none.
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, algorithm 8.1; torch.optim.SGD with momentum 0.
/// </remarks>
public static class GradientDescent
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="weightDecay">d.</param>
    /// <returns>The new parameter.</returns>
    public static OptimizerStep<T> Step<T>(Tensor<T> w, Tensor<T> g, double rate, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var decayed = Decayed(w, g, weightDecay);
        return new(w.Zip(decayed, (weight, gradient) => weight - (T.From(rate) * gradient)));
    }

    /// <summary>The gradient of the loss with a penalty of d/2 |w|^2: g + d w.</summary>
    internal static Tensor<T> Decayed<T>(Tensor<T> w, Tensor<T> g, double weightDecay)
        where T : struct, IReal<T> =>
        weightDecay == 0 ? g : g.Zip(w, (gradient, weight) => gradient + (T.From(weightDecay) * weight));
}
