namespace TorchBasics.Core.Layers;

/// <summary>A layer of a network, in its place.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Number">
/// The position of a layer of the network itself, from 0; those that stand in others are counted on behind the last, each
/// before those in it.
/// </param>
/// <param name="Label">
/// Its name or, if it has none, its kind in lower case and its place from 1: "conv1", "relu2". Within another layer that
/// follows the other's label: "residual3.dropout2".
/// </param>
/// <param name="Input">The shape that enters.</param>
/// <param name="Chains">Those of <see cref="Layer.Chains"/> in their places.</param>
public sealed record LayerNode(Layer Layer, int Number, string Label, Shape Input, IReadOnlyList<IReadOnlyList<LayerNode>> Chains)
{
    /// <summary>The shape that leaves.</summary>
    public Shape Output => Layer.OutputShape(Input);

    /// <summary>The layers that stand in it, one row behind the other.</summary>
    public IReadOnlyList<LayerNode> Inner => [.. Chains.SelectMany(chain => chain)];

    /// <summary>This one and all that stand in it, in the order in which they are computed.</summary>
    public IEnumerable<LayerNode> All => Inner.SelectMany(inner => inner.All).Prepend(this);

    /// <summary>Puts the layers of a network in their places.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="shapes">The shape before each.</param>
    internal static IReadOnlyList<LayerNode> Of(IReadOnlyList<Layer> layers, IReadOnlyList<Shape> shapes)
    {
        var (nodes, next) = (new List<LayerNode>(), layers.Count);
        foreach (var (place, layer) in layers.Index())
            nodes.Add(Place(layer, place, LabelOf(layer, place), shapes[place], ref next));
        return nodes;
    }

    private static LayerNode Place(Layer layer, int number, string label, Shape input, ref int next)
    {
        var chains = new List<IReadOnlyList<LayerNode>>();
        var place = 0;
        foreach (var chain in layer.Chains)
        {
            var (nodes, shape) = (new List<LayerNode>(), input);
            foreach (var inner in chain)
            {
                nodes.Add(Place(inner, next++, $"{label}.{LabelOf(inner, place++)}", shape, ref next));
                shape = inner.OutputShape(shape);
            }

            chains.Add(nodes);
        }

        return new(layer, number, label, input, chains);
    }

    private static string LabelOf(Layer layer, int place) => layer.Name ?? $"{layer.Kind.ToLowerInvariant()}{place + 1}";
}
