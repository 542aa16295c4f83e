using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>v = mu v + g + d w, then w -= r v (Polyak), or w -= r (g + d w + mu v) (Nesterov).</summary>
/// <param name="momentum">mu, in [0, 1).</param>
/// <param name="nesterov">Whether to look ahead.</param>
/// <param name="decay">d, at least 0.</param>
internal sealed class MomentumRule(double momentum, bool nesterov, double decay) : UpdateRule
{
    private double _rate;

    /// <inheritdoc/>
    public override int Buffers => 1;

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step) => _rate = learningRate;

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) => kernels.DescendWithMomentum(
        new((float)-(_rate * piece.RateFactor), (float)momentum, (float)decay, nesterov),
        piece.Count,
        piece.Weight,
        piece.Gradient,
        piece.First);
}
