using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>w -= r (g + d w) / (mu + h); the buffer h is filled in by others.</summary>
/// <param name="damping">mu, positive.</param>
/// <param name="decay">d, at least 0.</param>
internal sealed class CurvatureRule(double damping, double decay) : UpdateRule
{
    private double _rate;

    /// <inheritdoc/>
    public override int Buffers => 1;

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step) => _rate = learningRate;

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) => kernels.DescendByCurvature(
        new((float)-(_rate * piece.RateFactor), (float)damping, (float)decay),
        piece.Count,
        piece.Weight,
        piece.Gradient,
        piece.First);
}
