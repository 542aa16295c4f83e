using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>A value that goes two ways, both of layers, whose ends are added.</summary>
/// <param name="Sum">The addition.</param>
/// <param name="Branch">The nodes that begin the way to its first input.</param>
/// <param name="Shortcut">The nodes that begin the way to its second.</param>
internal sealed record Fork(OnnxNode Sum, IReadOnlyList<OnnxNode> Branch, IReadOnlyList<OnnxNode> Shortcut)
{
    private const int MostNodes = 128; // behind the value up to the addition

    /// <summary>Finds the addition.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The value.</param>
    /// <returns>The fork; null where the nodes that use the value do not meet in an addition of two ways.</returns>
    public static Fork? Of(SourceGraph graph, string value)
    {
        var users = graph.Consumers(value);
        var seen = new HashSet<OnnxNode>(ReferenceEqualityComparer.Instance);
        var open = new Queue<OnnxNode>(users);
        while (seen.Count < MostNodes && open.TryDequeue(out var node))
        {
            if (!seen.Add(node))
                continue;
            if (SourceGraph.IsStandard(node) && node is { Operator: "Add", Inputs: [var left, var right] }
                && Between(left) is var branch && Between(right) is var shortcut
                && branch.Count > 0 && shortcut.Count > 0 && branch.Count + shortcut.Count == users.Count
                && !branch.Intersect(shortcut).Any())
                return new(node, branch, shortcut);
            foreach (var next in node.Outputs.Where(output => output.Length > 0).SelectMany(graph.Consumers))
                open.Enqueue(next);
        }

        return null;

        // Those of the users that an input of an addition is computed with.
        List<OnnxNode> Between(string end)
        {
            var behind = new HashSet<OnnxNode>(
                graph.Behind(end, name => name == value || graph.IsConstant(name) || graph.Producer(name) is null, MostNodes),
                ReferenceEqualityComparer.Instance);
            return [.. users.Where(behind.Contains)];
        }
    }
}
