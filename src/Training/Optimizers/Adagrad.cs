using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>Adagrad: the gradient over the root of the sum of all its squares.</summary>
/// <remarks>
/// g += d w
/// s += g^2
/// w -= r g / (sqrt(s) + epsilon)
/// Source: torch.optim.Adagrad without lr_decay; Duchi, Hazan and Singer 2011, figure 1 with the diagonal.
/// </remarks>
public sealed class Adagrad : DirectedOptimizer
{
    private readonly Tensor[] _square;
    private readonly AdagradRule _rule;
    private readonly Scalar _epsilon;

    /// <summary>Creates the rule.</summary>
    /// <param name="parameters">What is to move, with unique names.</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="epsilon">Keeps the division defined, positive.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each parameter; null for 1.</param>
    /// <exception cref="TorchBasicsException">A number is out of range.</exception>
    public Adagrad(
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        double weightDecay = 0,
        double epsilon = UpdateRule.AdagradEpsilon,
        IReadOnlyList<double>? rateFactors = null)
        : base(parameters, OptimizerRange.WeightDecay(weightDecay), rateFactors)
    {
        _epsilon = OptimizerRange.Epsilon(epsilon);
        _square = AddBuffers("sum");
        _rule = new AdagradRule(epsilon, weightDecay);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _epsilon.Dispose();
    }

    private protected override UpdateRule Rule => _rule;

    private protected override IReadOnlyList<Tensor[]> RuleBuffers => [_square];

    private protected override Tensor Direction(int index, Tensor gradient)
    {
        _square[index].addcmul_(gradient, gradient, One);
        using var root = _square[index].sqrt().add_(_epsilon, One);
        return gradient.div(root);
    }
}
