using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>w -= r (g + d w).</summary>
/// <param name="decay">d, at least 0.</param>
internal sealed class DescentRule(double decay) : UpdateRule
{
    private double _rate;

    /// <inheritdoc/>
    public override int Buffers => 0;

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step) => _rate = learningRate;

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) => kernels.Descend(
        new((float)-(_rate * piece.RateFactor), Momentum: 0, (float)decay, LooksAhead: false),
        piece.Count,
        piece.Weight,
        piece.Gradient);
}
