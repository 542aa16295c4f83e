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
    private AdamFactors _factors;

    /// <inheritdoc/>
    public override int Buffers => 2;

    /// <summary>The rate and epsilon with the corrections of the two means.</summary>
    /// <param name="learningRate">r.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <returns>r c / (1 - beta1^t) and epsilon c, with c = sqrt(1 - beta2^t).</returns>
    public (double Rate, double Epsilon) Corrected(double learningRate, long step)
    {
        var correction = Math.Sqrt(1 - Math.Pow(beta2, step));
        return (learningRate * correction / (1 - Math.Pow(beta1, step)), epsilon * correction);
    }

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step)
    {
        var (rate, corrected) = Corrected(learningRate, step);
        _factors = new(
            (float)-rate,
            (float)beta1,
            (float)(1 - beta1),
            (float)beta2,
            (float)(1 - beta2),
            (float)corrected,
            (float)joined,
            (float)(1 - (learningRate * decoupled)));
    }

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) => kernels.Adam(
        _factors, piece.Count, piece.Weight, piece.Gradient, piece.First, piece.Second);
}
