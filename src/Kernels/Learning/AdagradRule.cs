using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>s = s + g^2, then w -= r g / (sqrt(s) + epsilon), with d w in g.</summary>
/// <param name="epsilon">Keeps the division defined, positive.</param>
/// <param name="decay">d, at least 0.</param>
internal sealed class AdagradRule(double epsilon, double decay) : UpdateRule
{
    private double _rate;

    /// <inheritdoc/>
    public override int Buffers => 1;

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step) => _rate = learningRate;

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) => kernels.DescendByRoot(
        new((float)-(_rate * piece.RateFactor), 1, 1, (float)epsilon, (float)decay),
        piece.Count,
        piece.Weight,
        piece.Gradient,
        piece.First);
}
