using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Export.Proving;

/// <summary>A description with its weights on our own kernels; no native library is needed.</summary>
/// <param name="architecture">The network.</param>
/// <param name="weights">Its arrays.</param>
internal sealed class KernelOriginal(Architecture architecture, IReadOnlyList<NamedArray> weights) : IOriginal
{
    /// <inheritdoc/>
    public string Engine => "our kernels";

    /// <inheritdoc/>
    public Outputs Run(NamedArray samples, bool softmax)
    {
        var count = (int)samples.Sizes[0];
        using var predictor = new Predictor(softmax ? new Architecture(architecture.Name, architecture.Input, [.. architecture.Layers, new Softmax()]) : architecture, weights);
        var results = new float[count * predictor.Outputs];
        predictor.Run(samples.Values<float>(), results);
        return new Outputs(count, Array.ConvertAll(results, value => (double)value), []);
    }
}
