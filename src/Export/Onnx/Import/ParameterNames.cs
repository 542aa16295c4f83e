using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Finds the name of a layer in those of its constants: "features.0.weight" belongs to "features_0".</summary>
internal static class ParameterNames
{
    /// <summary>The name that the constants of a node give, or null for those that a program has numbered.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="bias">Which input has the bias.</param>
    public static string? Of(SourceGraph graph, OnnxNode node, int bias) =>
        Of(graph, node, 1, ".weight") ?? Of(graph, node, bias, ".bias");

    /// <summary>The name before an ending, or null.</summary>
    public static string? Of(SourceGraph graph, OnnxNode node, int input, string ending)
    {
        if (!SourceGraph.Has(node, input))
            return null;
        var name = graph.Origin(node.Inputs[input]);
        var stem = name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : string.Empty;
        return string.IsNullOrWhiteSpace(stem) || stem.Contains("::", StringComparison.Ordinal) ? null : stem.Replace('.', '_');
    }
}
