using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>A layer before it has its final name.</summary>
/// <param name="Kind">What a name begins with where the graph gives none, such as "conv"; empty for a layer without parameters.</param>
/// <param name="Name">The name in the graph, or null.</param>
/// <param name="Make">Makes the layer with a name.</param>
/// <param name="Arrays">Its arrays, in the order of its parameters.</param>
internal sealed record LayerDraft(string Kind, string? Name, Func<string, Layer> Make, IReadOnlyList<NamedArray> Arrays)
{
    /// <summary>Whether the graph has no bias for it.</summary>
    public bool LacksBias { get; init; }

    /// <summary>A layer without parameters.</summary>
    public static LayerDraft Of(Layer layer) => new(string.Empty, null, _ => layer, []);
}
