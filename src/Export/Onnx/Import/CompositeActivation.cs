using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>
/// Recognises an activation that several nodes compute together, by comparing them with those that the exporter writes for
/// it. The two sides of a sum or a product may be exchanged; constants must be the same floats.
/// </summary>
internal sealed class CompositeActivation
{
    private const string Start = "x";

    private static readonly CompositeActivation[] All =
        [.. ((Activation[])[new Gelu(), new GeluTanh(), new Silu()]).Select(layer => new CompositeActivation(layer))];

    private readonly Activation _layer;
    private readonly Dictionary<string, OnnxNode> _nodes;
    private readonly Dictionary<string, float> _constants;
    private readonly string _result;

    private CompositeActivation(Activation layer)
    {
        var builder = new GraphBuilder();
        _result = layer.Accept(new ActivationGraph(builder, "f", Start));
        _layer = layer;
        _nodes = builder.Nodes.ToDictionary(node => node.Outputs[0]);
        _constants = builder.Constants.ToDictionary(array => array.Name, array => array.Values<float>()[0]);
    }

    /// <summary>What was found.</summary>
    /// <param name="Layer">The activation.</param>
    /// <param name="Value">The value behind it.</param>
    /// <param name="Nodes">How many nodes it is.</param>
    internal sealed record Found(Activation Layer, string Value, int Nodes);

    /// <summary>The activation that begins at a value and that nothing else takes part in.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The value.</param>
    /// <param name="shape">Shape of a sample of it.</param>
    /// <returns>The activation; null where none begins there.</returns>
    public static Found? Find(SourceGraph graph, string value, Shape shape) =>
        All.Select(known => known.Match(graph, value, shape)).FirstOrDefault(found => found is not null);

    private Found? Match(SourceGraph graph, string start, Shape shape)
    {
        // Forward to every node that may be the last, as far as there are nodes in the pattern.
        var (level, seen) = (new HashSet<string> { start }, new HashSet<string>());
        for (var depth = 0; depth < _nodes.Count; depth++)
        {
            level = [.. level.SelectMany(graph.Consumers).Select(node => node.Outputs[0]).Where(seen.Add).Take(_nodes.Count * 4)];
            foreach (var value in level)
            {
                var matched = new HashSet<OnnxNode>(ReferenceEqualityComparer.Instance);
                if (Matches(graph, _result, value, start, shape, matched) && IsClosed(graph, start, value, matched))
                    return new Found(_layer, value, matched.Count);
            }
        }

        return null;
    }

    private bool Matches(SourceGraph graph, string pattern, string value, string start, Shape shape, HashSet<OnnxNode> matched)
    {
        if (pattern == Start)
            return value == start;
        if (_constants.TryGetValue(pattern, out var constant))
            return IsConstant(graph, value, constant, shape);
        var expected = _nodes[pattern];
        if (graph.Producer(value, expected.Operator) is not { } node || node.Inputs.Count != expected.Inputs.Count
            || node.Attributes.Count > 0)
            return false;
        var mark = matched.ToArray();
        if (InOrder(expected.Inputs, node.Inputs))
            return matched.Add(node) || matched.Contains(node);
        if (expected.Operator is not ("Add" or "Mul"))
            return false;
        matched.IntersectWith(mark);
        return InOrder(expected.Inputs, [node.Inputs[1], node.Inputs[0]]) && (matched.Add(node) || matched.Contains(node));

        bool InOrder(IReadOnlyList<string> patterns, IReadOnlyList<string> values) =>
            patterns.Zip(values).All(pair => Matches(graph, pair.First, pair.Second, start, shape, matched));
    }

    private static bool IsConstant(SourceGraph graph, string value, float constant, Shape shape)
    {
        if (!graph.IsConstant(value))
            return false;
        var array = graph.Constant(value);
        return array is { Type: ElementType.Float32, Count: 1 } && array.Sizes.Count <= shape.Count + 1
            && array.Values<float>()[0] == constant;
    }

    // Nobody else uses what is computed on the way, and nobody else begins at the start.
    private static bool IsClosed(SourceGraph graph, string start, string end, HashSet<OnnxNode> matched) =>
        matched.Select(node => node.Outputs[0]).Where(value => value != end).Append(start)
            .All(value => !graph.IsOutput(value) && graph.Consumers(value).All(matched.Contains));
}
