using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Momentum in ONNX's convention.</summary>
/// <remarks>
/// g = g + c x                                       (c norm_coefficient)
/// v' = alpha v + b g, with b = beta from step T = 1 on, b = 1 at T = 0
/// x' = x - r v'                                     (mode "standard")
/// x' = x - r (g + alpha v')                         (mode "nesterov")
/// Steps count from 0. PyTorch's <see cref="Momentum"/> is alpha = mu, beta = 1 - tau.
/// Shapes: x, g, v, x' and v' any, all the same. Buffers: v'.
/// Source: ONNX, operator ai.onnx.preview.training.Momentum.
/// </remarks>
public static class OnnxMomentum
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="v">The velocity; what it is before the first step is the caller's to say.</param>
    /// <param name="count">T, the number of steps made before this one, from 0.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="alpha">How much of the velocity stays.</param>
    /// <param name="beta">How much of the gradient enters it.</param>
    /// <param name="normCoefficient">c, the weight decay.</param>
    /// <param name="nesterov">Whether to look ahead.</param>
    /// <returns>The new parameter and the new velocity.</returns>
    public static OptimizerStep<T> Step<T>(Tensor<T> x, Tensor<T> g, Tensor<T> v, long count, double rate, double alpha,
        double beta, double normCoefficient, bool nesterov)
        where T : struct, IReal<T>
    {
        var gradient = g.Zip(x, (slope, weight) => slope + (T.From(normCoefficient) * weight));
        var share = T.From(count > 0 ? beta : 1);
        var velocity = v.Zip(gradient, (speed, slope) => (T.From(alpha) * speed) + (share * slope));
        var direction = nesterov ? gradient.Zip(velocity, (slope, speed) => slope + (T.From(alpha) * speed)) : velocity;
        return new(x.Zip(direction, (weight, way) => weight - (T.From(rate) * way)), velocity);
    }
}
