using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>Adadelta: the gradient in units of the moves before, so that no rate has to be chosen.</summary>
/// <remarks>
/// g += d w
/// s  = rho s + (1 - rho) g^2
/// m  = sqrt(u + epsilon) / sqrt(s + epsilon) g
/// u  = rho u + (1 - rho) m^2
/// w -= r m          (r is 1 in the paper)
/// Source: torch.optim.Adadelta; Zeiler 2012, algorithm 1.
/// </remarks>
public sealed class Adadelta : DirectedOptimizer
{
    private readonly Tensor[] _square;
    private readonly Tensor[] _move;
    private readonly AdadeltaRule _rule;
    private readonly Scalar _keep, _add, _epsilon;

    /// <summary>Creates the rule.</summary>
    /// <param name="parameters">What is to move, with unique names.</param>
    /// <param name="rho">Decay of both means, in [0, 1).</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="epsilon">Keeps the division defined and lets the first step move, positive.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each parameter; null for 1.</param>
    /// <exception cref="TorchBasicsException">A number is out of range.</exception>
    public Adadelta(
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        double rho = UpdateRule.DefaultRho,
        double weightDecay = 0,
        double epsilon = UpdateRule.AdadeltaEpsilon,
        IReadOnlyList<double>? rateFactors = null)
        : base(parameters, OptimizerRange.WeightDecay(weightDecay), rateFactors)
    {
        (_keep, _add) = (OptimizerRange.Momentum(rho), 1 - rho);
        _epsilon = OptimizerRange.Epsilon(epsilon);
        (_square, _move) = (AddBuffers("square_avg"), AddBuffers("acc_delta"));
        _rule = new AdadeltaRule(rho, epsilon, weightDecay);
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

    private protected override IReadOnlyList<Tensor[]> RuleBuffers => [_square, _move];

    private protected override Tensor Direction(int index, Tensor gradient)
    {
        _square[index].mul_(_keep).addcmul_(gradient, gradient, _add);
        using var root = _square[index].add(_epsilon, One).sqrt_();
        var move = _move[index].add(_epsilon, One).sqrt_().div_(root).mul_(gradient);
        _move[index].mul_(_keep).addcmul_(move, move, _add);
        return move;
    }
}
