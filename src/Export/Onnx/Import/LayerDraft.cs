using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>A layer before it has its final name.</summary>
/// <param name="Kind">
/// What a name begins with where the graph gives none, such as "conv"; empty for a layer without parameters.
/// </param>
/// <param name="Name">The name in the graph, or null.</param>
/// <param name="Make">Makes the layer with a name.</param>
/// <param name="Arrays">Its arrays, in the order of its parameters.</param>
internal sealed record LayerDraft(string Kind, string? Name, Func<string, Layer> Make, IReadOnlyList<NamedArray> Arrays)
{
    /// <summary>Whether the graph has no bias for it.</summary>
    public bool LacksBias { get; init; }

    /// <summary>The branch of a residual, whose layers have names of their own; empty for every other layer.</summary>
    public IReadOnlyList<LayerDraft> Branch { get; private init; } = [];

    /// <summary>The shortcut of a residual; empty where the input itself is added, and for every other layer.</summary>
    public IReadOnlyList<LayerDraft> Shortcut { get; private init; } = [];

    /// <summary>The layers that each take a name: this one, or those of its branch and its shortcut.</summary>
    public IEnumerable<LayerDraft> Singles =>
        Branch.Count == 0 ? [this] : Branch.Concat(Shortcut).SelectMany(layer => layer.Singles);

    /// <summary>A residual.</summary>
    public static LayerDraft Residual(IReadOnlyList<LayerDraft> branch, IReadOnlyList<LayerDraft> shortcut) =>
        new(string.Empty, null, _ => throw new InvalidOperationException("A residual is built of its branch."),
            [.. branch.Concat(shortcut).SelectMany(layer => layer.Arrays)])
        {
            Branch = branch,
            Shortcut = shortcut,
        };

    /// <summary>Makes the layer.</summary>
    /// <param name="names">
    /// The names of <see cref="Singles"/>, and of those of the layers behind it; taken out as they are given.
    /// </param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public Layer Build(Queue<string> names) => Branch.Count == 0
        ? Make(names.Dequeue())
        : new Residual([.. Branch.Select(layer => layer.Build(names))], [.. Shortcut.Select(layer => layer.Build(names))]);

    /// <summary>A layer without parameters.</summary>
    public static LayerDraft Of(Layer layer) => new(string.Empty, null, _ => layer, []);
}
