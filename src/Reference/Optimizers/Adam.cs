using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Each weight moves by its mean gradient over the root of its mean squared gradient, in PyTorch's convention.</summary>
/// <remarks>
/// g = g + d w
/// m' = beta1 m + (1 - beta1) g
/// v' = beta2 v + (1 - beta2) g^2
/// w' = w - (r / (1 - beta1^t)) m' / (sqrt(v') / sqrt(1 - beta2^t) + epsilon), t the number of the step, from 1
/// The corrections 1 - beta^t, with which the means of a few steps are not drawn towards their start at 0, are computed
/// in double whatever the number, as PyTorch does.
/// Shapes: w, g, m, v any, all the same. Buffers: m', v'.
/// Source: Kingma and Ba 2015, algorithm 1; torch.optim.Adam without amsgrad.
/// </remarks>
public static class Adam
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="m">Mean gradient; zeros before the first step.</param>
    /// <param name="v">Mean squared gradient; zeros before the first step.</param>
    /// <param name="step">t, the number of this step, from 1.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="beta1">How much of the mean gradient stays.</param>
    /// <param name="beta2">How much of the mean squared gradient stays.</param>
    /// <param name="epsilon">Keeps the division defined; added behind the root.</param>
    /// <param name="weightDecay">d, joins the gradient.</param>
    /// <returns>The new parameter, the new mean gradient and the new mean squared gradient.</returns>
    public static OptimizerStep<T> Step<T>(Tensor<T> w, Tensor<T> g, Tensor<T> m, Tensor<T> v, long step, double rate,
        double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var gradient = GradientDescent.Decayed(w, g, weightDecay);
        var mean = Mean(m, gradient, beta1);
        var meanSquare = Mean(v, gradient.Zip(gradient, (x, y) => x * y), beta2);
        var size = T.From(rate / (1 - ElementaryFunctions.Power(beta1, step)));
        var correction = T.From(Math.Sqrt(1 - ElementaryFunctions.Power(beta2, step)));
        var direction = mean.Zip(meanSquare, (first, second) => first / ((T.Sqrt(second) / correction) + T.From(epsilon)));
        return new(w.Zip(direction, (weight, slope) => weight - (size * slope)), mean, meanSquare);
    }

    /// <summary>A mean that forgets: beta mean + (1 - beta) x.</summary>
    internal static Tensor<T> Mean<T>(Tensor<T> mean, Tensor<T> x, double beta)
        where T : struct, IReal<T> => mean.Zip(x, (old, value) => (T.From(beta) * old) + (T.From(1 - beta) * value));
}
