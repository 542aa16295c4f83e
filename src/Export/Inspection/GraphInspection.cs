using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Inspection;

/// <summary>The graph of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="FormatVersion">Version of the file format.</param>
/// <param name="OperatorSets">Versions of the operators.</param>
/// <param name="Producer">Program and version that wrote it; empty where the file does not say.</param>
/// <param name="Inputs">
/// What the caller gives, such as "input Float32 [batch, 1, 28, 28]"; a size that may be any is a question mark.
/// </param>
/// <param name="Outputs">What the caller gets.</param>
/// <param name="Nodes">What is computed, in order.</param>
public sealed record GraphInspection(
    string Name,
    long FormatVersion,
    IReadOnlyList<OnnxOperatorSet> OperatorSets,
    string Producer,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<NodeInspection> Nodes)
{
    internal static GraphInspection Of(OnnxModel model)
    {
        var constants = model.Graph.Initializers.Select(array => array.Name).ToHashSet();
        return new(
            model.Graph.Name,
            model.IrVersion,
            model.OperatorSets,
            $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            [.. model.Graph.Inputs.Where(input => !constants.Contains(input.Name)).Select(Describe)],
            [.. model.Graph.Outputs.Select(Describe)],
            [.. model.Graph.Nodes.Select(NodeInspection.Of)]);
    }

    private static string Describe(OnnxValue value)
    {
        var type = value.Kind is OnnxValueKind.Tensor or OnnxValueKind.Unknown ? value.Type?.ToString() : value.Kind.ToString();
        var sizes = value.Sizes is null
            ? null
            : "["
                + string.Join(", ", value.Sizes.Select(size => size.Size?.ToString() ?? (size.Name.Length > 0 ? size.Name : "?")))
                + "]";
        return string.Join(' ', new[] { value.Name, type, sizes }.OfType<string>());
    }
}
