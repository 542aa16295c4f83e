using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>Adam, or AdamW where the weight decay is decoupled.</summary>
/// <remarks>
/// g += d w                                        (Adam)
/// w *= 1 - r d                                    (AdamW)
/// m  = beta1 m + (1 - beta1) g
/// v  = beta2 v + (1 - beta2) g^2
/// w -= r m^ / (sqrt(v^) + epsilon),  m^ = m / (1 - beta1^t),  v^ = v / (1 - beta2^t)
/// Computed with c = sqrt(1 - beta2^t) as w -= (r c / (1 - beta1^t)) m / (sqrt(v) + epsilon c), which is the same number
/// with one pass less over the weights (end of section 2 of the paper, with epsilon^ = epsilon c).
/// Source: torch.optim.Adam and AdamW; Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2.
/// Deviation: t counts the steps of the optimizer, in PyTorch those of each parameter; they differ only where a parameter
/// had no gradient in some step.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly Tensor[] _mean;
    private readonly Tensor[] _square;
    private readonly PinnedTensor<long> _steps = new([0]);
    private readonly AdamRule _rule;
    private readonly double _decay;
    private readonly Scalar _keepMean, _addMean, _keepSquare, _addSquare, _one = 1;

    /// <summary>Creates the rule.</summary>
    /// <param name="parameters">What is to move, with unique names.</param>
    /// <param name="beta1">Decay of the mean of gradients, in [0, 1).</param>
    /// <param name="decoupled">Whether the decay shrinks the weights directly (AdamW) instead of joining the gradient.</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="beta2">Decay of the mean of squared gradients, in [0, 1).</param>
    /// <param name="epsilon">Keeps the division defined, positive.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each parameter; null for 1.</param>
    /// <exception cref="TorchBasicsException">A number is out of range.</exception>
    public Adam(
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        double beta1,
        bool decoupled,
        double weightDecay = 0,
        double beta2 = UpdateRule.DefaultBeta2,
        double epsilon = UpdateRule.DefaultEpsilon,
        IReadOnlyList<double>? rateFactors = null)
        : base(parameters, decoupled ? 0 : OptimizerRange.WeightDecay(weightDecay), rateFactors)
    {
        _decay = decoupled ? OptimizerRange.WeightDecay(weightDecay) : 0;
        OptimizerRange.Momentum(beta1);
        OptimizerRange.Momentum(beta2);
        OptimizerRange.Epsilon(epsilon);
        (_keepMean, _addMean, _keepSquare, _addSquare) = (beta1, 1 - beta1, beta2, 1 - beta2);
        (_mean, _square) = (AddBuffers("exp_avg"), AddBuffers("exp_avg_sq"));
        _rule = new AdamRule(beta1, beta2, epsilon, joined: decoupled ? 0 : weightDecay, decoupled: _decay);
        // libtorch's operator takes the mean as g + (k - 1) (g - m) with k = 1 - beta1 in single precision: where beta1 is
        // small, the rounding of k is large beside it, and the old mean gets a wrong weight.
        if (beta1 >= 0.5)
            OfferAten(AtenRules.Adam(_mean, _square, _steps.Tensor, decoupled, beta1, beta2, weightDecay, epsilon));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var scalar in (ReadOnlySpan<Scalar>)[_keepMean, _addMean, _keepSquare, _addSquare, _one])
            scalar.Dispose();
        _steps.Dispose();
    }

    /// <summary>One counter for all parameters, as the formulas have it.</summary>
    private protected override void BeforeAten() => _steps.Values.Span[0] = StepCount;

    private protected override UpdateRule Rule => _rule;

    private protected override IReadOnlyList<Tensor[]> RuleBuffers => [_mean, _square];

    private protected override void Update(double learningRate, int[] parameters)
    {
        var rates = RatesOf(learningRate);
        using Scalar minusRate = rates[0], epsilon = rates[1], shrink = rates[2];
        foreach (var i in parameters)
        {
            using var gradient = Gradient(i);
            if (gradient is null)
                continue;

            if (_decay != 0)
                Values(i).mul_(shrink);
            Average(i, gradient);
            using var scale = _square[i].sqrt();
            Values(i).addcdiv_(_mean[i], scale.add_(epsilon, _one), minusRate);
        }
    }

    private protected override double[] RatesOf(double learningRate)
    {
        var (rate, epsilon) = _rule.Corrected(learningRate, StepCount);
        return [-rate, epsilon, 1 - (learningRate * _decay)];
    }

    private protected override void Update(RateTensors rates, int[] parameters)
    {
        foreach (var i in parameters)
        {
            using var gradient = Gradient(i);
            if (gradient is null)
                continue;

            if (_decay != 0)
                Values(i).mul_(rates[2]);
            Average(i, gradient);
            using var scale = _square[i].sqrt();
            using var step = _mean[i].mul(rates[0]); // addcdiv_ with a factor multiplies before it divides, too
            Values(i).addcdiv_(step, scale.add_(rates[1], _one), _one);
        }
    }

    private void Average(int index, Tensor gradient)
    {
        _mean[index].mul_(_keepMean).add_(gradient, _addMean);
        _square[index].mul_(_keepSquare).addcmul_(gradient, gradient, _addSquare);
    }
}
