using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Each weight moves by its gradient over the root of the mean squared gradient.</summary>
/// <remarks>
/// g = g + d w
/// s' = alpha s + (1 - alpha) g^2
/// w' = w - r g / (sqrt(s') + epsilon)
/// Shapes: w, g, s any, all the same. Buffers: s'.
/// Source: Tieleman and Hinton 2012, lecture 6e; torch.optim.RMSprop without momentum, not centered.
/// </remarks>
public static class RmsProp
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="s">Mean squared gradient; zeros before the first step.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="alpha">How much of the mean squared gradient stays.</param>
    /// <param name="epsilon">Keeps the division defined.</param>
    /// <param name="weightDecay">d, joins the gradient.</param>
    /// <returns>The new parameter and the new mean squared gradient.</returns>
    public static OptimizerStep<T> Step<T>(
        Tensor<T> w, Tensor<T> g, Tensor<T> s, double rate, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var gradient = GradientDescent.Decayed(w, g, weightDecay);
        var square = Adam.Mean(s, gradient.Zip(gradient, (x, y) => x * y), alpha);
        return new(Moved(w, gradient, square, rate, epsilon), square);
    }

    /// <summary>w - r g / (sqrt(s) + epsilon).</summary>
    internal static Tensor<T> Moved<T>(Tensor<T> w, Tensor<T> g, Tensor<T> s, double rate, double epsilon)
        where T : struct, IReal<T>
    {
        var direction = g.Zip(s, (slope, square) => slope / (T.Sqrt(square) + T.From(epsilon)));
        return w.Zip(direction, (weight, step) => weight - (T.From(rate) * step));
    }
}
