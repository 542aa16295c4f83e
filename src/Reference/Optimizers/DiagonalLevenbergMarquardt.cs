using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>A step against the gradient that is small where the loss is curved.</summary>
/// <remarks>
/// g  = g + d w
/// w' = w - r g / (mu + h)
/// with h the second derivative of the loss with respect to the weight, as <see cref="Curvature.DiagonalCurvature"/>
/// estimates it before each pass over the training set; mu keeps the step bounded where h is small.
/// Shapes: w, g, h and w' any, all the same. Buffers: h, which the step leaves as it is.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, appendix C, equation 18.
/// </remarks>
public static class DiagonalLevenbergMarquardt
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="h">Its second derivative, at least 0.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="damping">mu, positive.</param>
    /// <param name="weightDecay">d, joins the gradient.</param>
    /// <returns>The new parameter, and h.</returns>
    public static OptimizerStep<T> Step<T>(
        Tensor<T> w, Tensor<T> g, Tensor<T> h, double rate, double damping, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var direction = GradientDescent.Decayed(w, g, weightDecay).Zip(h, (slope, bend) => slope / (bend + T.From(damping)));
        return new(w.Zip(direction, (weight, way) => weight - (T.From(rate) * way)), h.Clone());
    }
}
