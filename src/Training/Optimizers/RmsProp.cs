using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>RMSprop without momentum: the gradient over the root of its running mean square.</summary>
/// <remarks>
/// g += d w
/// s  = alpha s + (1 - alpha) g^2
/// w -= r g / (sqrt(s) + epsilon)
/// Source: torch.optim.RMSprop, not centered; Tieleman and Hinton 2012, lecture 6e.
/// </remarks>
public sealed class RmsProp : DirectedOptimizer
{
    private readonly Tensor[] _square;
    private readonly RmsPropRule _rule;
    private readonly Scalar _keep, _add, _epsilon;

    /// <summary>Creates the rule.</summary>
    /// <param name="parameters">What is to move, with unique names.</param>
    /// <param name="alpha">Decay of the mean of squared gradients, in [0, 1).</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="epsilon">Keeps the division defined, positive.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each parameter; null for 1.</param>
    /// <exception cref="TorchBasicsException">A number is out of range.</exception>
    public RmsProp(
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        double alpha = UpdateRule.DefaultAlpha,
        double weightDecay = 0,
        double epsilon = UpdateRule.DefaultEpsilon,
        IReadOnlyList<double>? rateFactors = null)
        : base(parameters, OptimizerRange.WeightDecay(weightDecay), rateFactors)
    {
        (_keep, _add) = (OptimizerRange.Momentum(alpha), 1 - alpha);
        _epsilon = OptimizerRange.Epsilon(epsilon);
        _square = AddBuffers("square_avg");
        _rule = new RmsPropRule(alpha, epsilon, weightDecay);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var scalar in (ReadOnlySpan<Scalar>)[_keep, _add, _epsilon])
            scalar.Dispose();
    }

    private protected override UpdateRule Rule => _rule;

    private protected override IReadOnlyList<Tensor[]> RuleBuffers => [_square];

    private protected override Tensor Direction(int index, Tensor gradient)
    {
        _square[index].mul_(_keep).addcmul_(gradient, gradient, _add);
        using var root = _square[index].sqrt().add_(_epsilon, One);
        return gradient.div(root);
    }
}
