using System.Collections.Frozen;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Engines;

/// <summary>
/// Which elements the dropouts of a network keep in a step, worked out beside the product; by <see cref="LayerNode.Number"/>.
/// </summary>
internal static class DropoutMasks
{
    /// <summary>For a network of which no dropout stands in another layer.</summary>
    public static IReadOnlyDictionary<int, bool[]> None { get; } = FrozenDictionary<int, bool[]>.Empty;

    /// <summary>
    /// On our kernels: 16 samples each have a stream ("fused dropout", number of the layer 2^32 + number of the 16), which runs
    /// through the features and, for each, through the samples; an element is kept where the number drawn is not below p.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="seed">What decides it in this step.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <returns>For each dropout that may drop something, for each element [sample, feature] whether it is kept.</returns>
    public static IReadOnlyDictionary<int, bool[]> OfKernels(Architecture architecture, ulong seed, int samples)
    {
        var masks = new Dictionary<int, bool[]>();
        foreach (var (dropout, probability) in Dropouts(architecture))
        {
            var features = (int)dropout.Input.Elements;
            var kept = masks[dropout.Number] = new bool[samples * features];
            for (var group = 0; group * Lanes.Count < samples; group++)
            {
                var random = RandomGenerator.ForStream(seed, "fused dropout", ((ulong)dropout.Number << 32) + (ulong)group);
                for (var feature = 0; feature < features; feature++)
                    for (var sample = group * Lanes.Count; sample < (group + 1) * Lanes.Count; sample++)
                        if (random.NextDouble() >= probability && sample < samples)
                            kept[(sample * features) + feature] = true;
            }
        }

        return masks;
    }

    /// <summary>
    /// On libtorch, whose generator is its own: what it drops of ones when it is seeded so and asked layer by layer.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="seed">What decides it in this step.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="device">Where the network computes.</param>
    /// <param name="type">What it computes in.</param>
    /// <returns>As <see cref="OfKernels"/>.</returns>
    public static IReadOnlyDictionary<int, bool[]> OfLibtorch(
        Architecture architecture, ulong seed, int samples, Device device, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        using Scalar zero = 0;
        manual_seed((long)seed);
        return Dropouts(architecture).ToDictionary(dropout => dropout.Node.Number, dropout =>
        {
            var all = ones([samples, .. dropout.Node.Input.Select(size => (long)size)], type, device);
            return nn.functional.dropout(all, dropout.Probability, training: true).ne(zero).cpu().data<bool>().ToArray();
        });
    }

    /// <summary>Whether a dropout stands in another layer, where nothing shows what it keeps.</summary>
    public static bool AreNeeded(Architecture architecture) =>
        architecture.Nodes.Any(node => node.All.Skip(1).Any(inner => inner.Layer is Dropout));

    private static IEnumerable<(LayerNode Node, double Probability)> Dropouts(Architecture architecture) =>
        architecture.Nodes.SelectMany(node => node.All).Where(node => node.Layer is Dropout { Probability: > 0 })
            .Select(node => (node, ((Dropout)node.Layer).Probability));
}
