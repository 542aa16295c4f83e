using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Adam whose weight decay shrinks the weights directly instead of joining the gradient.</summary>
/// <remarks>
/// w = (1 - r d) w first, then a step of <see cref="Adam"/> without decay from there.
/// Shapes: w, g, m, v any, all the same. Buffers: m', v'.
/// Source: Loshchilov and Hutter 2019, algorithm 2; torch.optim.AdamW, in which the rate multiplies the decay.
/// </remarks>
public static class AdamW
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
    /// <param name="weightDecay">d.</param>
    /// <returns>The new parameter, the new mean gradient and the new mean squared gradient.</returns>
    public static OptimizerStep<T> Step<T>(Tensor<T> w, Tensor<T> g, Tensor<T> m, Tensor<T> v, long step, double rate,
        double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        where T : struct, IReal<T>
    {
        var shrunk = weightDecay == 0 ? w : w.Map(weight => T.From(1 - (rate * weightDecay)) * weight);
        return Adam.Step(shrunk, g, m, v, step, rate, beta1, beta2, epsilon);
    }
}
