using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Gradient descent with a velocity, in PyTorch's convention.</summary>
/// <remarks>
/// g = g + d w
/// v' = g at the first step, v' = mu v + (1 - tau) g at every other: the dampening tau does not touch the first gradient
/// w' = w - r v'
/// The rate multiplies the velocity when it is used, not when it is built, as it does in the paper.
/// Shapes: w, g, v, w' and v' any, all the same. Buffers: v'.
/// Source: Polyak 1964; torch.optim.SGD.
/// </remarks>
public static class Momentum
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="v">The velocity; null before the first step.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="momentum">mu, how much of the velocity stays.</param>
    /// <param name="dampening">tau.</param>
    /// <param name="weightDecay">d.</param>
    /// <returns>The new parameter and the new velocity.</returns>
    public static OptimizerStep<T> Step<T>(
        Tensor<T> w, Tensor<T> g, Tensor<T>? v, double rate, double momentum, double dampening = 0, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var velocity = Velocity(GradientDescent.Decayed(w, g, weightDecay), v, momentum, dampening);
        return new(w.Zip(velocity, (weight, speed) => weight - (T.From(rate) * speed)), velocity);
    }

    /// <summary>v' from the decayed gradient.</summary>
    internal static Tensor<T> Velocity<T>(Tensor<T> g, Tensor<T>? v, double momentum, double dampening)
        where T : struct, IReal<T> => v is null
            ? g.Clone()
            : v.Zip(
                g,
                (speed, gradient) => (T.From(momentum) * speed) + (dampening == 0 ? gradient : T.From(1 - dampening) * gradient));
}
