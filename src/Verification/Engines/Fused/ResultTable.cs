using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines.Fused;

/// <summary>The results of a network.</summary>
/// <param name="samples">Samples in all.</param>
/// <param name="outputs">Outputs of the network.</param>
internal sealed unsafe class ResultTable(int samples, int outputs) : IResultSink
{
    /// <summary>[sample, output].</summary>
    public Tensor<Float64> Values { get; } = new(samples, outputs);

    /// <inheritdoc/>
    public void Take(int first, int count, int outputs, float* y)
    {
        for (var lane = 0; lane < count; lane++)
            for (var output = 0; output < outputs; output++)
                Values[first + lane, output] = new Float64(y[(output * Lanes.Count) + lane]);
    }
}
