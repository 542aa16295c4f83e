using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines.Fused;

/// <summary>In place of a loss: a gradient that is sent in from behind.</summary>
/// <param name="gradient">[N, ...]; a sample's label is its number.</param>
internal sealed unsafe class GivenGradient(Tensor<Float64> gradient) : ILossHead
{
    /// <inheritdoc/>
    public void Apply(LaneKernels kernels, int outputs, float* x, float* labels, int samples, float* loss, float* gradX)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            for (var output = 0; output < outputs; output++)
                gradX[(output * Lanes.Count) + lane] =
                    labels[lane] < 0 ? 0 : (float)gradient.Elements[((int)labels[lane] * outputs) + output].Value;
        new Span<float>(loss, Lanes.Count).Clear();
    }
}
