using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>
/// Stochastic diagonal Levenberg-Marquardt: each weight has a rate of its own, small where the loss is curved. The second
/// derivatives h come from outside (<see cref="Trainer"/> estimates them before each pass over the training set).
/// </summary>
/// <remarks>
/// g += d w
/// w -= r g / (mu + h)
/// The state has h as "curvature"; it is 0 until somebody fills it in.
/// Source: LeCun, Bottou, Bengio, Haffner 1998, appendix C, equation 18.
/// </remarks>
public sealed class DiagonalLevenbergMarquardt : DirectedOptimizer
{
    /// <summary>mu as the paper has it (section II.C).</summary>
    public const double DefaultDamping = 0.02;

    private readonly Tensor[] _curvature;
    private readonly Scalar _damping;
    private readonly CurvatureRule _rule;

    /// <summary>Creates the rule.</summary>
    /// <param name="parameters">What is to move, with unique names.</param>
    /// <param name="damping">mu, positive: the largest rate of a weight is r / mu.</param>
    /// <param name="weightDecay">d, at least 0.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each parameter; null for 1.</param>
    /// <exception cref="TorchBasicsException">
    /// The damping is not positive, or the weight decay or a factor is negative or not finite.
    /// </exception>
    public DiagonalLevenbergMarquardt(
        IReadOnlyList<(string Name, Parameter Values)> parameters,
        double damping = DefaultDamping,
        double weightDecay = 0,
        IReadOnlyList<double>? rateFactors = null)
        : base(parameters, OptimizerRange.WeightDecay(weightDecay), rateFactors)
    {
        if (!double.IsFinite(damping) || damping <= 0)
            throw new TorchBasicsException(ErrorKind.Usage, $"The damping is {damping}; expected a positive number.");
        (_damping, _rule) = (damping, new CurvatureRule(damping, weightDecay));
        _curvature = AddBuffers("curvature");
    }

    /// <summary>Where the second derivatives of a parameter are to be written.</summary>
    /// <param name="parameter">Its name.</param>
    internal Tensor CurvatureOf(string parameter) => State.Single(buffer => buffer.Name == $"curvature.{parameter}").Values;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _damping.Dispose();
    }

    private protected override UpdateRule Rule => _rule;

    private protected override IReadOnlyList<Tensor[]> RuleBuffers => [_curvature];

    private protected override Tensor Direction(int index, Tensor gradient)
    {
        using var bend = _curvature[index].add(_damping, One);
        return gradient.div(bend);
    }
}
