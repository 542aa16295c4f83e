using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Momentum that looks ahead, in PyTorch's convention.</summary>
/// <remarks>
/// g = g + d w
/// v' = g at the first step, v' = mu v + g at every other
/// w' = w - r (g + mu v')
/// Shapes: w, g, v, w' and v' any, all the same. Buffers: v'.
/// Source: Sutskever et al. 2013, section 2, in which the parameter is the point looked ahead to; torch.optim.SGD, which
/// allows no dampening here.
/// </remarks>
public static class Nesterov
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="v">The velocity; null before the first step.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="momentum">mu, how much of the velocity stays.</param>
    /// <param name="weightDecay">d.</param>
    /// <returns>The new parameter and the new velocity.</returns>
    public static OptimizerStep<T> Step<T>(
        Tensor<T> w, Tensor<T> g, Tensor<T>? v, double rate, double momentum, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var gradient = GradientDescent.Decayed(w, g, weightDecay);
        var velocity = Momentum.Velocity(gradient, v, momentum, dampening: 0);
        var ahead = gradient.Zip(velocity, (slope, speed) => slope + (T.From(momentum) * speed));
        return new(w.Zip(ahead, (weight, direction) => weight - (T.From(rate) * direction)), velocity);
    }
}
