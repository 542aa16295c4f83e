using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>
/// Lists of sizes that a graph computes from the shape of a value, as exporters write x.view(x.size(0), -1). A size that
/// is that of the batch, whatever it be, is null.
/// </summary>
internal sealed class ShapeValues(SourceGraph graph)
{
    private const int MostSizes = 64;
    private const int MostNodes = 256;

    private readonly Dictionary<string, Shape> _shapes = [];
    private readonly Dictionary<string, IReadOnlyList<long?>> _known = [];

    /// <summary>Remembers the shape of a value.</summary>
    public void Learn(string value, Shape shape) => _shapes[value] = shape;

    /// <summary>The list of sizes that a node takes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Which input.</param>
    public IReadOnlyList<long?> Read(OnnxNode node, int input)
    {
        if (!SourceGraph.Has(node, input) || graph.IsConstant(node.Inputs[input]))
            return [.. Whole(node, input).Select(size => (long?)size)];
        if (_known.TryGetValue(node.Inputs[input], out var before))
            return before;
        var steps = graph.IsShape(node.Inputs[input])
            ? graph.Behind(node.Inputs[input], name => !graph.IsShape(name) || _known.ContainsKey(name), MostNodes).ToList()
            : [];
        if (steps.Count > MostNodes)
            throw graph.Refuse(node, $"its shape is computed by more than {MostNodes} nodes");
        foreach (var step in steps)
            _known[step.Outputs[0]] = Compute(step);
        return _known.GetValueOrDefault(node.Inputs[input])
            ?? throw graph.Refuse(node, "its shape is computed in a way that is not supported");
    }

    private IReadOnlyList<long?> Compute(OnnxNode node)
    {
        var settings = new NodeSettings(graph, node);
        IReadOnlyList<long?> sizes = node.Operator switch
        {
            "Shape" => OfValue(node, settings),
            "Gather" when settings.Integer("axis", 0) == 0 =>
                [.. Whole(node, 1).Select(index => Pick(node, Input(node, 0), index))],
            "Concat" when settings.Integer("axis", 1) is 0 or -1 =>
                [.. Enumerable.Range(0, Math.Min(MostSizes, node.Inputs.Count)).SelectMany(i => Input(node, i))],
            // One size and a list of one size are told apart by the graph; here they are the same.
            "Unsqueeze" or "Squeeze" or "Identity" => Input(node, 0),
            "Reshape" when Whole(node, 1).Length <= 1 => Input(node, 0),
            "Cast" when settings.Integer("to", 0) == OnnxNumbers.Int64 => Input(node, 0),
            _ => throw graph.Refuse(node, "a shape is computed with it in a way that is not supported"),
        };
        settings.Ignore("axes", "allowzero");
        settings.Done();
        return sizes.Count <= MostSizes
            ? sizes
            : throw graph.Refuse(node, $"it gives {sizes.Count} sizes; at most {MostSizes} are expected");
    }

    private List<long?> OfValue(OnnxNode node, NodeSettings settings)
    {
        if (!_shapes.TryGetValue(node.Inputs[0], out var shape))
            throw graph.Refuse(node, $"the shape of '{node.Inputs[0]}' is not known");
        List<long?> sizes = [null, .. shape.Select(size => (long?)size)];
        var (start, end) = (settings.Integer("start", 0), settings.Integer("end", sizes.Count));
        var first = (int)Math.Clamp(start < 0 ? start + sizes.Count : start, 0, sizes.Count);
        var last = (int)Math.Clamp(end < 0 ? end + sizes.Count : end, first, sizes.Count);
        return sizes[first..last];
    }

    private IReadOnlyList<long?> Input(OnnxNode node, int input) =>
        SourceGraph.Has(node, input) && _known.TryGetValue(node.Inputs[input], out var sizes)
            ? sizes
            : [.. Whole(node, input).Select(size => (long?)size)];

    private long[] Whole(OnnxNode node, int input) => graph.Constant(node, input, $"input {input}, a list of sizes,") switch
    {
        { Type: ElementType.Int64, Count: <= MostSizes } array => array.Values<long>().ToArray(),
        var other => throw graph.Refuse(node, $"input {input} is {other.Type} with {other.Count} elements; "
            + $"expected at most {MostSizes} sizes of the type Int64"),
    };

    private long? Pick(OnnxNode node, IReadOnlyList<long?> sizes, long index)
    {
        var counted = index < 0 ? index + sizes.Count : index;
        return counted >= 0 && counted < sizes.Count
            ? sizes[(int)counted]
            : throw graph.Refuse(node, $"the index {index} is beyond the {sizes.Count} sizes");
    }
}
