using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Export.Proving;

/// <summary>A model on our own kernels; no native library is needed.</summary>
/// <param name="model">The model.</param>
internal sealed class KernelOriginal(Model model) : IOriginal
{
    /// <inheritdoc/>
    public string Engine => "our kernels";

    /// <inheritdoc/>
    public double[] Run(NamedArray samples, bool softmax)
    {
        var (count, architecture) = ((int)samples.Sizes[0], model.Architecture);
        using var predictor = new Predictor(softmax
            ? new Model(
                new Architecture(architecture.Name, architecture.Input, [.. architecture.Layers, new Softmax()]), model.Weights)
            : model);
        var results = new float[count * predictor.Outputs];
        predictor.Run(samples.Values<float>(), results);
        return Array.ConvertAll(results, value => (double)value);
    }
}
