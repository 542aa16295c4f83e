using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>v = mu v + g + d w, then w -= r v (Polyak), or w -= r (g + d w + mu v) (Nesterov).</summary>
/// <param name="momentum">mu, in [0, 1).</param>
/// <param name="nesterov">Whether to look ahead.</param>
/// <param name="decay">d, at least 0.</param>
internal sealed class MomentumRule(double momentum, bool nesterov, double decay) : UpdateRule
{
    private DescentFactors _factors;

    /// <inheritdoc/>
    public override int Buffers => 1;

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step) =>
        _factors = new((float)-learningRate, (float)momentum, (float)decay, nesterov);

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) =>
        kernels.DescendWithMomentum(_factors, piece.Count, piece.Weight, piece.Gradient, piece.First);
}
