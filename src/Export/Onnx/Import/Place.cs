using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Where the reading of a graph stands.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Node">The node to be read.</param>
/// <param name="Value">The value that enters it.</param>
/// <param name="Shape">The shape of a sample of that value.</param>
internal sealed record Place(SourceGraph Graph, OnnxNode Node, string Value, Shape Shape)
{
    /// <summary>The attributes of the node.</summary>
    public NodeSettings Settings() => new(Graph, Node);

    /// <summary>Says why the node cannot become a layer.</summary>
    public TorchBasicsException Refuse(string reason) => Graph.Refuse(Node, reason);

    /// <summary>The shape as that of a picture.</summary>
    public Size2d Picture() => Shape.Count == 3
        ? new Size2d(Shape[1], Shape[2])
        : throw Refuse($"its input has the shape {Shape}; expected pictures [N, C, H, W]");

    /// <summary>The number of entries of a vector.</summary>
    public int Features() =>
        Shape.Count == 1 ? Shape[0] : throw Refuse($"its input has the shape {Shape}; expected vectors [N, features]");

    /// <summary>The value must be the node's first input, and the node must have no more than so many.</summary>
    public void CheckInputs(int most)
    {
        if (Node.Inputs.Count == 0 || Node.Inputs[0] != Value)
            throw Refuse("what comes from the input of the graph is not its first input");
        if (Node.Inputs.Count > most)
            throw Refuse($"it has {Counted.Of(Node.Inputs.Count, "input")}; expected {(most == 1 ? "one" : $"at most {most}")}");
    }

    /// <summary>
    /// The axes that a node names, in an attribute or as its second input, counted with the batch; null for none.
    /// </summary>
    public int[]? Axes(NodeSettings settings, int rank)
    {
        var asInput = SourceGraph.Has(Node, 1);
        var attribute = settings.Integers("axes");
        if (!asInput && attribute is null)
            return null;
        if (asInput && Graph.Constant(Node, 1, "the list of axes") is { Type: not ElementType.Int64 } wrong)
            throw Refuse($"the list of axes is of the type {wrong.Type}; expected Int64");
        IReadOnlyList<long> axes = asInput ? Graph.Constant(Node, 1, "the list of axes").Values<long>().ToArray() : attribute!;
        return axes.All(axis => axis >= -rank && axis < rank)
            ? [.. axes.Select(axis => (int)(axis < 0 ? axis + rank : axis)).Order()]
            : throw Refuse($"the axes are [{string.Join(", ", axes)}]; the array has {rank} axes");
    }
}
