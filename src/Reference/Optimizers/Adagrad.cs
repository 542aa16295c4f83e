using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>Each weight moves by its gradient over the root of the sum of all its squared gradients.</summary>
/// <remarks>
/// g = g + d w
/// s' = s + g^2
/// w' = w - r g / (sqrt(s') + epsilon)
/// Shapes: w, g, s any, all the same. Buffers: s'.
/// Source: Duchi, Hazan and Singer 2011, figure 1 with the diagonal; torch.optim.Adagrad without lr_decay.
/// </remarks>
public static class Adagrad
{
    /// <summary>One step of the rule; the arrays that are given stay as they are.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="w">The parameter, of any shape.</param>
    /// <param name="g">Gradient of the loss with respect to it.</param>
    /// <param name="s">Sum of squared gradients; zeros before the first step.</param>
    /// <param name="rate">r, the learning rate.</param>
    /// <param name="epsilon">Keeps the division defined.</param>
    /// <param name="weightDecay">d, joins the gradient.</param>
    /// <returns>The new parameter and the new sum.</returns>
    public static OptimizerStep<T> Step<T>(
        Tensor<T> w, Tensor<T> g, Tensor<T> s, double rate, double epsilon = 1e-10, double weightDecay = 0)
        where T : struct, IReal<T>
    {
        var gradient = GradientDescent.Decayed(w, g, weightDecay);
        var sum = s.Zip(gradient, (total, slope) => total + (slope * slope));
        return new(RmsProp.Moved(w, gradient, sum, rate, epsilon), sum);
    }
}
