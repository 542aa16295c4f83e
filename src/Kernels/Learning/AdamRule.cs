using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>Adam, or AdamW where the weight decay is decoupled.</summary>
/// <param name="beta1">Decay of the mean of gradients, in [0, 1).</param>
/// <param name="beta2">Decay of the mean of squared gradients, in [0, 1).</param>
/// <param name="epsilon">Keeps the division defined, positive.</param>
/// <param name="joined">Weight decay that joins the gradient.</param>
/// <param name="decoupled">Weight decay that shrinks the weights directly.</param>
internal sealed class AdamRule(double beta1, double beta2, double epsilon, double joined, double decoupled) : UpdateRule
{
    private (double Rate, double First, double Second) _step;

    /// <inheritdoc/>
    public override int Buffers => 2;

    /// <summary>The rate and epsilon with the corrections of the two means.</summary>
    /// <param name="learningRate">r.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <returns>r c / (1 - beta1^t) and epsilon c, with c = sqrt(1 - beta2^t).</returns>
    public (double Rate, double Epsilon) Corrected(double learningRate, long step)
    {
        var (first, second) = Corrections(step);
        return (learningRate * second / first, epsilon * second);
    }

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step)
    {
        var (first, second) = Corrections(step);
        _step = (learningRate, first, second);
    }

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece)
    {
        var rate = _step.Rate * piece.RateFactor;
        kernels.Adam(
            new(
                (float)-(rate * _step.Second / _step.First),
                (float)beta1,
                (float)(1 - beta1),
                (float)beta2,
                (float)(1 - beta2),
                (float)(epsilon * _step.Second),
                (float)joined,
                (float)(1 - (rate * decoupled))),
            piece.Count,
            piece.Weight,
            piece.Gradient,
            piece.First,
            piece.Second);
    }

    private (double First, double Second) Corrections(long step) =>
        (1 - Math.Pow(beta1, step), Math.Sqrt(1 - Math.Pow(beta2, step)));
}
