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

    // The rows of layers in a residual or an ensemble, which have names of their own; none in every other layer.
    private IReadOnlyList<IReadOnlyList<LayerDraft>> Chains { get; init; } = [];

    // Makes a layer of the rows.
    private Func<IReadOnlyList<IReadOnlyList<Layer>>, Layer> Join { get; init; } =
        _ => throw new InvalidOperationException("A layer without others in it is made of its name.");

    /// <summary>The layers that each take a name: this one, or those that stand in it.</summary>
    public IEnumerable<LayerDraft> Singles =>
        Chains.Count == 0 ? [this] : Chains.SelectMany(chain => chain).SelectMany(layer => layer.Singles);

    /// <summary>A residual.</summary>
    public static LayerDraft Residual(IReadOnlyList<LayerDraft> branch, IReadOnlyList<LayerDraft> shortcut) =>
        Of([branch, shortcut], chains => new Residual(chains[0], chains[1]));

    /// <summary>An ensemble.</summary>
    public static LayerDraft Ensemble(IReadOnlyList<IReadOnlyList<LayerDraft>> members) =>
        Of(members, chains => new Ensemble(chains));

    /// <summary>Makes the layer.</summary>
    /// <param name="names">
    /// The names of <see cref="Singles"/>, and of those of the layers behind it; taken out as they are given.
    /// </param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public Layer Build(Queue<string> names) => Chains.Count == 0
        ? Make(names.Dequeue())
        : Join([.. Chains.Select(chain => (IReadOnlyList<Layer>)[.. chain.Select(layer => layer.Build(names))])]);

    /// <summary>A layer without parameters.</summary>
    public static LayerDraft Of(Layer layer) => new(string.Empty, null, _ => layer, []);

    private static LayerDraft Of(
        IReadOnlyList<IReadOnlyList<LayerDraft>> chains, Func<IReadOnlyList<IReadOnlyList<Layer>>, Layer> join) =>
        new(string.Empty, null, _ => throw new InvalidOperationException("A layer of layers is made of these."),
            [.. chains.SelectMany(chain => chain).SelectMany(layer => layer.Arrays)])
        {
            Chains = chains,
            Join = join,
        };
}
