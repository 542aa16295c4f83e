using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>The rule of an optimizer, over raw memory.</summary>
internal abstract class UpdateRule
{
    /// <summary>Decay of Adam's mean of squared gradients where nobody gives one.</summary>
    public const double DefaultBeta2 = 0.999;

    /// <summary>That of RMSprop.</summary>
    public const double DefaultAlpha = 0.99;

    /// <summary>That of Adadelta.</summary>
    public const double DefaultRho = 0.9;

    /// <summary>What keeps the division of Adam and RMSprop defined where nobody says.</summary>
    public const double DefaultEpsilon = 1e-8;

    /// <summary>That of Adagrad.</summary>
    public const double AdagradEpsilon = 1e-10;

    /// <summary>That of Adadelta.</summary>
    public const double AdadeltaEpsilon = 1e-6;

    /// <summary>How many numbers it keeps for each weight: 0 to 2, all 0 at first.</summary>
    public abstract int Buffers { get; }

    /// <summary>Creates the rule of a kind.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="momentum">mu, or beta1 of Adam, in [0, 1).</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="beta2">beta2 of Adam, alpha of RMSprop, rho of Adadelta, in [0, 1); null for PyTorch's default.</param>
    /// <param name="epsilon">What keeps a division defined, positive; null for PyTorch's default.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="TorchBasicsException">A number is out of its range.</exception>
    public static UpdateRule Create(
        OptimizerKind kind, double momentum, double weightDecay, double? beta2, double? epsilon)
    {
        OptimizerRange.Momentum(momentum);
        OptimizerRange.WeightDecay(weightDecay);
        if (beta2 is { } given)
            OptimizerRange.Momentum(given);
        if (epsilon is { } small)
            OptimizerRange.Epsilon(small);
        return kind switch
        {
            OptimizerKind.Sgd => new DescentRule(weightDecay),
            OptimizerKind.Momentum => new MomentumRule(momentum, nesterov: false, weightDecay),
            OptimizerKind.Nesterov => new MomentumRule(momentum, nesterov: true, weightDecay),
            OptimizerKind.Adam => new AdamRule(
                momentum, beta2 ?? DefaultBeta2, epsilon ?? DefaultEpsilon, joined: weightDecay, decoupled: 0),
            OptimizerKind.AdamW => new AdamRule(
                momentum, beta2 ?? DefaultBeta2, epsilon ?? DefaultEpsilon, joined: 0, decoupled: weightDecay),
            OptimizerKind.RmsProp => new RmsPropRule(beta2 ?? DefaultAlpha, epsilon ?? DefaultEpsilon, weightDecay),
            OptimizerKind.Adagrad => new AdagradRule(epsilon ?? AdagradEpsilon, weightDecay),
            OptimizerKind.Adadelta => new AdadeltaRule(beta2 ?? DefaultRho, epsilon ?? AdadeltaEpsilon, weightDecay),
            OptimizerKind.DiagonalLevenbergMarquardt => throw new TorchBasicsException(
                ErrorKind.Usage, "Second derivatives are estimated by libtorch; a trainer without it knows no "
                    + "diagonal Levenberg-Marquardt."),
        };
    }

    /// <summary>Computes the numbers of a step.</summary>
    /// <param name="learningRate">r, finite and at least 0.</param>
    /// <param name="step">Its number, counted from 1.</param>
    public abstract void Prepare(double learningRate, long step);

    /// <summary>Moves some elements of a parameter; called by several threads at once, each with others.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="piece">The elements.</param>
    public abstract void Move(LaneKernels kernels, in ParameterPointers piece);
}
