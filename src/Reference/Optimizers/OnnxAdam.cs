using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Adam in ONNX's convention.</summary>
/// <remarks>
/// g = g + c x                                       (c norm_coefficient)
/// v' = alpha v + (1 - alpha) g
/// h' = beta h + (1 - beta) g^2
/// r' = r sqrt(1 - beta^T) / (1 - alpha^T) from step T = 1 on, r' = r at T = 0
/// x' = (1 - c') (x - r' v' / (sqrt(h') + epsilon))  (c' norm_coefficient_post)
/// It differs from PyTorch's <see cref="Adam"/>: steps count from 0 and the first one is not corrected; the correction of
/// the root is folded into the rate, so that it does not divide epsilon; and a decay may follow the step.
/// Shapes: x, g, v, h any, all the same. Buffers: v', h'.
/// Source: ONNX, operator ai.onnx.preview.training.Adam.
/// </remarks>
public static class OnnxAdam
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="v">Mean gradient.</param>
    /// <param name="h">Mean squared gradient.</param>
    /// <param name="count">T, the number of steps made before this one, from 0.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="alpha">How much of the mean gradient stays.</param>
    /// <param name="beta">How much of the mean squared gradient stays.</param>
    /// <param name="epsilon">Added behind the root.</param>
    /// <param name="normCoefficient">c, a decay that joins the gradient.</param>
    /// <param name="normCoefficientPost">c', a decay after the step.</param>
    /// <returns>The new parameter, the new mean gradient and the new mean squared gradient.</returns>
    public static OptimizerStep<T> Step<T>(
        Tensor<T> x, Tensor<T> g, Tensor<T> v, Tensor<T> h, long count, double rate, double alpha = 0.9, double beta = 0.999,
        double epsilon = 1e-6, double normCoefficient = 0, double normCoefficientPost = 0)
        where T : struct, IReal<T>
    {
        var gradient = g.Zip(x, (slope, weight) => slope + (T.From(normCoefficient) * weight));
        var mean = Adam.Mean(v, gradient, alpha);
        var meanSquare = Adam.Mean(h, gradient.Zip(gradient, (a, b) => a * b), beta);
        var size = T.From(count > 0
            ? rate * Math.Sqrt(1 - ElementaryFunctions.Power(beta, count)) / (1 - ElementaryFunctions.Power(alpha, count))
            : rate);
        var direction = mean.Zip(meanSquare, (first, second) => first / (T.Sqrt(second) + T.From(epsilon)));
        var moved = x.Zip(direction, (weight, slope) => weight - (size * slope));
        return new(moved.Map(weight => T.From(1 - normCoefficientPost) * weight), mean, meanSquare);
    }
}
