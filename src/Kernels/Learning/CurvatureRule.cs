using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>w -= r (g + d w) / (mu + h); the buffer h is filled in by others.</summary>
/// <param name="damping">mu, positive.</param>
/// <param name="decay">d, at least 0.</param>
internal sealed class CurvatureRule(double damping, double decay) : UpdateRule
{
    private CurvatureFactors _factors;

    /// <inheritdoc/>
    public override int Buffers => 1;

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step) =>
        _factors = new((float)-learningRate, (float)damping, (float)decay);

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) =>
        kernels.DescendByCurvature(_factors, piece.Count, piece.Weight, piece.Gradient, piece.First);
}
