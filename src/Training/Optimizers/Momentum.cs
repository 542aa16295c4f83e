using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>Gradient descent with a velocity v and its decay mu, in Polyak's or Nesterov's form.</summary>
/// <remarks>
/// g += d w
/// v  = mu v + g
/// w -= r v             (Polyak)
/// w -= r (g + mu v)    (Nesterov: as if the gradient were taken where the velocity leads)
/// The rate multiplies the velocity when it is used, not when it is built: a change of rate takes effect at once.
/// Source: torch.optim.SGD with dampening 0; Polyak 1964; Sutskever et al. 2013, section 2.
/// </remarks>
public sealed class Momentum : Optimizer
{
    private readonly Tensor[] _velocity;
    private readonly bool _nesterov;
    private readonly Scalar _mu;
    private readonly Scalar _one = 1;
    private readonly MomentumRule _rule;

    /// <summary>Creates the rule.</summary>
    /// <param name="parameters">What is to move, with unique names.</param>
    /// <param name="momentum">mu, in [0, 1).</param>
    /// <param name="nesterov">Whether to look ahead.</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each parameter; null for 1.</param>
    /// <exception cref="TorchBasicsException">
    /// The momentum is outside [0, 1), or the weight decay or a factor is negative or not finite.
    /// </exception>
    public Momentum(
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        double momentum,
        bool nesterov,
        double weightDecay = 0,
        IReadOnlyList<double>? rateFactors = null)
        : base(parameters, OptimizerRange.WeightDecay(weightDecay), rateFactors)
    {
        (_mu, _nesterov) = (OptimizerRange.Momentum(momentum), nesterov);
        _velocity = AddBuffers("momentum");
        _rule = new MomentumRule(momentum, nesterov, weightDecay);
        if (momentum != 0) // without momentum libtorch's operator keeps no velocity, which would then be missing in the state
            OfferAten(AtenRules.Sgd(_velocity, momentum, nesterov, weightDecay));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _mu.Dispose();
        _one.Dispose();
    }

    private protected override UpdateRule Rule => _rule;

    private protected override IReadOnlyList<Tensor[]> RuleBuffers => [_velocity];

    private protected override void Update(double learningRate, int[] parameters)
    {
        using Scalar minusRate = -learningRate;
        foreach (var i in parameters)
        {
            using var gradient = Gradient(i);
            if (gradient is null)
                continue;

            var velocity = Renew(i, gradient);
            using var ahead = Ahead(velocity, gradient);
            Values(i).add_(ahead ?? velocity, minusRate);
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

            var velocity = Renew(i, gradient);
            using var ahead = Ahead(velocity, gradient);
            Values(i).addcmul_(ahead ?? velocity, rates[0], _one);
        }
    }

    private Tensor Renew(int index, Tensor gradient) => _velocity[index].mul_(_mu).add_(gradient, _one);

    /// <summary>Nesterov's direction; null where the velocity itself is the direction.</summary>
    private Tensor? Ahead(Tensor velocity, Tensor gradient) => _nesterov ? gradient.add(velocity, _mu) : null;
}
