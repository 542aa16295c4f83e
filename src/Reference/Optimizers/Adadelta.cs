using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Each weight moves by its gradient, in units of the moves before.</summary>
/// <remarks>
/// g = g + d w
/// s' = rho s + (1 - rho) g^2
/// m = g sqrt(u + epsilon) / sqrt(s' + epsilon)
/// u' = rho u + (1 - rho) m^2
/// w' = w - r m
/// Shapes: w, g, s, u any, all the same. Buffers: s', u'.
/// Source: Zeiler 2012, algorithm 1, in which r is 1; torch.optim.Adadelta.
/// </remarks>
public static class Adadelta
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="s">Mean squared gradient; zeros before the first step.</param>
    /// <param name="u">Mean squared move, without the rate; zeros before the first step.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="rho">How much of both means stays.</param>
    /// <param name="epsilon">Keeps the division defined.</param>
    /// <param name="weightDecay">d, joins the gradient.</param>
    /// <returns>The new parameter, the new mean squared gradient and the new mean squared move.</returns>
    public static OptimizerStep<T> Step<T>(
        Tensor<T> w, Tensor<T> g, Tensor<T> s, Tensor<T> u, double rate,
        double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var gradient = GradientDescent.Decayed(w, g, weightDecay);
        var square = Adam.Mean(s, gradient.Zip(gradient, (x, y) => x * y), rho);
        var ratio = u.Zip(square, (past, now) => T.Sqrt(past + T.From(epsilon)) / T.Sqrt(now + T.From(epsilon)));
        var move = ratio.Zip(gradient, (unit, slope) => unit * slope);
        var moves = Adam.Mean(u, move.Zip(move, (x, y) => x * y), rho);
        return new(w.Zip(move, (weight, step) => weight - (T.From(rate) * step)), square, moves);
    }
}
