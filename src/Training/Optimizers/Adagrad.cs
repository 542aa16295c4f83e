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
public sealed class Adagrad : Optimizer
{
    private readonly Tensor[] _square;
    private readonly AdagradRule _rule;
    private readonly Scalar _epsilon, _one = 1;

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
        if (!disposing)
            return;
        foreach (var scalar in (ReadOnlySpan<Scalar>)[_epsilon, _one])
            scalar.Dispose();
    }

    private protected override UpdateRule Rule => _rule;

    private protected override IReadOnlyList<Tensor[]> RuleBuffers => [_square];

    private protected override void Update(double learningRate, int[] parameters)
    {
        using Scalar minusRate = -learningRate;
        foreach (var i in parameters)
        {
            using var gradient = Gradient(i);
            if (gradient is null)
                continue;

            using var root = Root(i, gradient);
            Values(i).addcdiv_(gradient, root, minusRate);
        }
    }

    private protected override double[] RatesOf(double learningRate) => [-learningRate];

    private protected override void Update(RateTensors rates, int[] parameters)
    {
        foreach (var i in parameters)
        {
            using var gradient = Gradient(i);
            if (gradient is null)
                continue;

            using var root = Root(i, gradient);
            using var step = gradient.mul(rates[0]); // addcdiv_ with a factor multiplies before it divides, too
            Values(i).addcdiv_(step, root, _one);
        }
    }

    private Tensor Root(int index, Tensor gradient)
    {
        _square[index].addcmul_(gradient, gradient, _one);
        return _square[index].sqrt().add_(_epsilon, _one);
    }
}
