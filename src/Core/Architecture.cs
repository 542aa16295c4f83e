using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Core;

/// <summary>
/// A network described once, as data: an input shape and an ordered list of layers. The libtorch module, the summary,
/// the exporters and the reference implementation all read this description.
/// </summary>
public sealed class Architecture
{
    private IReadOnlyList<LayerNode>? _nodes;

    /// <summary>Describes a network and checks that the layers fit together.</summary>
    /// <param name="name">Short name in lower case, such as "lenet5".</param>
    /// <param name="input">Shape of one sample.</param>
    /// <param name="layers">The layers, in the order in which a sample passes them.</param>
    /// <exception cref="ArgumentException">There is no layer, or two layers have the same name.</exception>
    /// <exception cref="ShapeException">A layer cannot take what the one before it returns.</exception>
    public Architecture(string name, Shape input, params IReadOnlyList<Layer> layers)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (layers.Count == 0)
            throw new ArgumentException($"The network {name} has no layers.", nameof(layers));
        var twice = layers.SelectMany(layer => layer.Names).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new ArgumentException(
                $"Two layers of the network {name} are called '{twice.Key}'; parameter names would clash.", nameof(layers));

        (Name, Input, Layers) = (name, input, layers);
        var shapes = new List<Shape> { input };
        foreach (var layer in layers)
            shapes.Add(layer.OutputShape(shapes[^1]));
        Shapes = shapes;
    }

    /// <summary>Short name in lower case.</summary>
    public string Name { get; }

    /// <summary>Shape of one sample.</summary>
    public Shape Input { get; }

    /// <summary>The layers, in the order in which a sample passes them.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The shape before the first layer and after each layer: one more entry than there are layers.</summary>
    public IReadOnlyList<Shape> Shapes { get; }

    /// <summary>The layers in their places, each with those that stand in it.</summary>
    public IReadOnlyList<LayerNode> Nodes => _nodes ??= LayerNode.Of(Layers, Shapes);

    /// <summary>Every layer, those included that stand in others, in the order in which they are computed.</summary>
    public IEnumerable<Layer> AllLayers => Nodes.SelectMany(node => node.All).Select(node => node.Layer);

    /// <summary>Shape of one result.</summary>
    public Shape Output => Shapes[^1];

    /// <summary>Whether a softmax is the last layer but for dropouts, which rest after training.</summary>
    public bool EndsInSoftmax => LastOf(Layers) is Softmax;

    /// <summary>
    /// Whether what it gives are probabilities: it ends in a softmax, or in an ensemble of which every member does.
    /// </summary>
    public bool GivesProbabilities => EndsInProbabilities(Layers);

    /// <summary>How many classes it tells apart, at least 2: a single output tells two.</summary>
    public int ClassCount => (int)Math.Max(2, Output.Elements);

    /// <summary>How the weights are drawn before training.</summary>
    public Initialization Initialization { get; init; } = Initialization.KaimingUniform;

    /// <summary>The number of trainable numbers.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>Multiply-adds for one sample.</summary>
    public long MultiplyAdds => Layers.Zip(Shapes, (layer, input) => layer.MultiplyAdds(input)).Sum();

    /// <summary>Connections in the sense of LeCun et al. 1998, for one sample.</summary>
    public long Connections => Layers.Zip(Shapes, (layer, input) => layer.Connections(input)).Sum();

    /// <summary>All arrays of the network with their full names, such as "conv1.weight", in order.</summary>
    public IReadOnlyList<(string Name, ParameterSpec Spec)> Parameters =>
        Layers.SelectMany(layer => layer.Parameters.Select(spec => (layer.FullName(spec), spec))).ToList();

    /// <summary>What a summary table shows, one row per layer.</summary>
    /// <returns>The rows in order.</returns>
    public IReadOnlyList<SummaryRow> Summarize()
    {
        var rows = new List<SummaryRow>();
        ReceptiveField? field = Input.Count == 3 ? ReceptiveField.OnePixel : null;
        for (var i = 0; i < Layers.Count; i++)
        {
            var layer = Layers[i];
            field = layer.Field(field);
            rows.Add(new SummaryRow(
                layer.Name, layer.Kind, Shapes[i + 1], layer.ParameterCount, layer.MultiplyAdds(Shapes[i]), field?.Size));
        }

        return rows;
    }

    /// <summary>The same network without a softmax at its end, for a loss that takes one itself.</summary>
    /// <returns>The network that gives the logits; this one where no softmax ends it, or nothing else is in it.</returns>
    public Architecture WithLogits()
    {
        if (!EndsInSoftmax || Layers.Count == 1)
            return this;
        var layers = Layers.ToList();
        layers.RemoveAt(layers.FindLastIndex(layer => layer is Softmax));
        return new(Name, Input, layers) { Initialization = Initialization };
    }

    /// <summary>The same network under another name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The network.</returns>
    public Architecture Named(string name) => new(name, Input, Layers) { Initialization = Initialization };

    private static Layer? LastOf(IReadOnlyList<Layer> layers) => layers.LastOrDefault(layer => layer is not Dropout);

    private static bool EndsInProbabilities(IReadOnlyList<Layer> layers) => LastOf(layers) is { } last
        && (last is Softmax || (last is Ensemble ensemble && ensemble.Members.All(EndsInProbabilities)));
}
