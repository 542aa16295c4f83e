using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>The mean of several values: one node, or those that PyTorch writes for torch.stack([...]).mean(0).</summary>
/// <param name="Node">The node that gives the mean.</param>
/// <param name="Values">What it is the mean of.</param>
/// <param name="Nodes">How many nodes it is, those that stack the values included.</param>
internal sealed record MeanOfValues(OnnxNode Node, IReadOnlyList<string> Values, int Nodes)
{
    /// <summary>Reads the mean that a node gives.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <returns>The mean; null where the node gives none of several values.</returns>
    public static MeanOfValues? At(SourceGraph graph, OnnxNode node)
    {
        if (!SourceGraph.IsStandard(node))
            return null;
        if (node.Operator == "Mean")
            return new(node, node.Inputs, 1);
        if (node is not { Operator: "ReduceMean", Inputs: [var stacked, ..] } || !IsAlongFirst(graph, node)
            || node.Find("keepdims") is not { Integer: 0 } || graph.Producer(stacked, "Concat") is not { } stack
            || stack.Find("axis") is not { Integer: 0 })
            return null;
        var layers = stack.Inputs.Select(input => graph.Producer(input, "Unsqueeze")).ToList();
        return layers.TrueForAll(layer => layer is { Inputs.Count: > 0 } && IsAlongFirst(graph, layer))
            ? new(node, [.. layers.Select(layer => layer!.Inputs[0])], layers.Count + 2)
            : null;
    }

    // The axes are an attribute or, in newer operator sets, an input.
    private static bool IsAlongFirst(SourceGraph graph, OnnxNode node) => node.Find("axes") is { } axes
        ? axes.Integers is [0]
        : node.Inputs.Count == 2 && graph.IsConstant(node.Inputs[1])
            && graph.Constant(node.Inputs[1]) is { Type: ElementType.Int64 } given && given.Values<long>() is [0];
}
