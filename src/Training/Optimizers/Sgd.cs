using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using TorchSharp.Modules;

namespace TorchBasics.Training.Optimizers;

/// <summary>Stochastic gradient descent without memory.</summary>
/// <remarks>
/// g += d w
/// w -= r g
/// Source: torch.optim.SGD with momentum 0; Robbins and Monro 1951.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly DescentRule _rule;
    private readonly Scalar _one = 1;

    /// <summary>Creates the rule.</summary>
    /// <param name="parameters">What is to move, with unique names.</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each parameter; null for 1.</param>
    /// <exception cref="TorchBasicsException">The weight decay or a factor is negative or not finite.</exception>
    public Sgd(
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        double weightDecay = 0,
        IReadOnlyList<double>? rateFactors = null)
        : base(parameters, OptimizerRange.WeightDecay(weightDecay), rateFactors)
    {
        _rule = new DescentRule(weightDecay);
        OfferAten(AtenRules.Sgd([], momentum: 0, nesterov: false, weightDecay));
    }

    private protected override UpdateRule Rule => _rule;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _one.Dispose();
    }

    private protected override void Update(double learningRate, int[] parameters)
    {
        using Scalar minusRate = -learningRate;
        foreach (var i in parameters)
        {
            using var gradient = Gradient(i);
            if (gradient is not null)
                Values(i).add_(gradient, minusRate);
        }
    }

    private protected override double[] RatesOf(double learningRate) => [-learningRate];

    private protected override void Update(RateTensors rates, int[] parameters)
    {
        foreach (var i in parameters)
        {
            using var gradient = Gradient(i);
            if (gradient is not null)
                Values(i).addcmul_(gradient, rates[0], _one);
        }
    }
}
