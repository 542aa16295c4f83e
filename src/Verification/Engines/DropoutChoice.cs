using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchSharp;

namespace TorchBasics.Verification.Engines;

/// <summary>
/// Which elements a dropout keeps. What one between layers keeps shows in what it did, each time a step is done; of one that
/// stands in another layer nothing shows, and it is worked out.
/// </summary>
internal static class DropoutChoice
{
    /// <summary>Seeds libtorch for a step, so that its dropout chooses the same each time.</summary>
    public static void Seed(RunSpec spec, int step)
    {
        if (spec.Architecture.AllLayers.Any(layer => layer is Dropout))
            torch.manual_seed((long)SeedOf(spec, step));
    }

    /// <summary>What decides the dropouts of a step.</summary>
    public static ulong SeedOf(RunSpec spec, int step) =>
        RandomGenerator.ForStream(spec.DropoutSeed, "dropout", (ulong)step).NextUInt64();

    /// <summary>What a layer did in training.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="masks">Which elements the dropouts in it should have kept, by their numbers.</param>
    /// <param name="x">What went in.</param>
    /// <param name="y">What came out.</param>
    /// <param name="gradX">Gradient of x.</param>
    /// <param name="gradY">Gradient of y.</param>
    public static LayerState State(
        LayerNode node, IReadOnlyDictionary<int, bool[]> masks, Tensor<Float64> x, Tensor<Float64> y,
        Tensor<Float64>? gradX, Tensor<Float64>? gradY) =>
        node.Layer is Dropout ? LayerState.Keeping(Read(x, y, gradX, gradY)) : Expected(node, masks);

    /// <summary>What a layer should do in training.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="masks">Which elements it, or the dropouts in it, should keep, by their numbers.</param>
    public static LayerState Expected(LayerNode node, IReadOnlyDictionary<int, bool[]> masks) => node.Layer is Dropout
        ? LayerState.Keeping(masks.GetValueOrDefault(node.Number))
        : LayerState.Around([.. node.Inner.Select(inner => Expected(inner, masks))]);

    // Off the values or, where those are zero, off the gradients.
    private static bool[] Read(Tensor<Float64> x, Tensor<Float64> y, Tensor<Float64>? gradX, Tensor<Float64>? gradY)
    {
        var kept = new bool[x.Elements.Length];
        for (var i = 0; i < Math.Min(kept.Length, y.Elements.Length); i++)
            kept[i] = x.Elements[i].Value != 0 || gradX is null || gradY is null
                ? y.Elements[i].Value != 0
                : gradX.Elements[i].Value != 0;
        return kept;
    }
}
