using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Vectors;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Runs;

/// <summary>Which elements the dropouts of a network keep in a step, worked out beside the product.</summary>
internal static class DropoutMasks
{
    /// <summary>
    /// On our kernels: 16 samples each have a stream ("fused dropout", layer 2^32 + number of the 16), which runs through the
    /// features and, for each, through the samples; an element is kept where the number drawn is not below p.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="seed">What decides it in this step.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <returns>By the position of the layer, for each element [sample, feature] whether it is kept.</returns>
    public static IReadOnlyDictionary<int, bool[]> OfKernels(Architecture architecture, ulong seed, int samples)
    {
        var masks = new Dictionary<int, bool[]>();
        foreach (var (layer, probability) in Dropouts(architecture))
        {
            var features = (int)architecture.Shapes[layer].Elements;
            var kept = masks[layer] = new bool[samples * features];
            for (var group = 0; group * Lanes.Count < samples; group++)
            {
                var random = RandomGenerator.ForStream(seed, "fused dropout", ((ulong)layer << 32) + (ulong)group);
                for (var feature = 0; feature < features; feature++)
                    for (var sample = group * Lanes.Count; sample < (group + 1) * Lanes.Count; sample++)
                        if (random.NextDouble() >= probability && sample < samples)
                            kept[(sample * features) + feature] = true;
            }
        }

        return masks;
    }

    /// <summary>On libtorch, whose generator is its own: what it drops of ones when it is seeded so and asked layer by layer.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="seed">What decides it in this step.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="device">Where the network computes.</param>
    /// <returns>As <see cref="OfKernels"/>.</returns>
    public static IReadOnlyDictionary<int, bool[]> OfLibtorch(Architecture architecture, ulong seed, int samples, Device device)
    {
        using var scope = NewDisposeScope();
        manual_seed((long)seed);
        return Dropouts(architecture).ToDictionary(dropout => dropout.Layer, dropout =>
        {
            var all = ones([samples, .. architecture.Shapes[dropout.Layer].Select(size => (long)size)], device: device);
            return nn.functional.dropout(all, dropout.Probability, training: true).ne(0).cpu().data<bool>().ToArray();
        });
    }

    private static IEnumerable<(int Layer, double Probability)> Dropouts(Architecture architecture) =>
        architecture.Layers.Index().Where(layer => layer.Item is Dropout { Probability: > 0 }).Select(layer => (layer.Index, ((Dropout)layer.Item).Probability));
}
