using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Learning;

/// <summary>
/// s = rho s + (1 - rho) g^2, m = sqrt(u + epsilon) / sqrt(s + epsilon) g, u = rho u + (1 - rho) m^2, w -= r m, with d w in g.
/// </summary>
/// <param name="rho">Decay of both means, in [0, 1).</param>
/// <param name="epsilon">Keeps the division defined, positive.</param>
/// <param name="decay">d, at least 0.</param>
internal sealed class AdadeltaRule(double rho, double epsilon, double decay) : UpdateRule
{
    private double _rate;

    /// <inheritdoc/>
    public override int Buffers => 2;

    /// <inheritdoc/>
    public override void Prepare(double learningRate, long step) => _rate = learningRate;

    /// <inheritdoc/>
    public override unsafe void Move(LaneKernels kernels, in ParameterPointers piece) => kernels.Adadelta(
        new((float)-(_rate * piece.RateFactor), (float)rho, (float)(1 - rho), (float)epsilon, (float)decay),
        piece.Count,
        piece.Weight,
        piece.Gradient,
        piece.First,
        piece.Second);
}
