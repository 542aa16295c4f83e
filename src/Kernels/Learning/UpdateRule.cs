using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>The rule of an optimizer, over raw memory.</summary>
internal abstract class UpdateRule
{
    /// <summary>Decay of the mean of squared gradients where nobody gives one.</summary>
    public const double DefaultBeta2 = 0.999;

    /// <summary>What keeps Adam's division defined where nobody says.</summary>
    public const double DefaultEpsilon = 1e-8;

    /// <summary>How many numbers it keeps for each weight: 0 to 2, all 0 at first.</summary>
    public abstract int Buffers { get; }

    /// <summary>Creates the rule of a kind.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="momentum">mu, or beta1 of Adam, in [0, 1).</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="beta2">beta2 of Adam, in [0, 1); null for PyTorch's default.</param>
    /// <param name="epsilon">What keeps the division of Adam defined, positive; null for PyTorch's default.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="TorchBasicsException">A number is out of its range.</exception>
    public static UpdateRule Create(
        OptimizerKind kind, double momentum, double weightDecay, double? beta2, double? epsilon)
    {
        OptimizerRange.Momentum(momentum);
        OptimizerRange.WeightDecay(weightDecay);
        var (square, tiny) =
            (OptimizerRange.Momentum(beta2 ?? DefaultBeta2), OptimizerRange.Epsilon(epsilon ?? DefaultEpsilon));
        return kind switch
        {
            OptimizerKind.Sgd => new DescentRule(weightDecay),
            OptimizerKind.Momentum => new MomentumRule(momentum, nesterov: false, weightDecay),
            OptimizerKind.Nesterov => new MomentumRule(momentum, nesterov: true, weightDecay),
            OptimizerKind.Adam => new AdamRule(momentum, square, tiny, joined: weightDecay, decoupled: 0),
            OptimizerKind.AdamW => new AdamRule(momentum, square, tiny, joined: 0, decoupled: weightDecay),
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
