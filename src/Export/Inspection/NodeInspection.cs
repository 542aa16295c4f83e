using System.Globalization;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Inspection;

/// <summary>A node of an ONNX file.</summary>
/// <param name="Name">Its name, which may be empty.</param>
/// <param name="Operator">Its operator, with the set that it belongs to where that is not ONNX's own.</param>
/// <param name="Inputs">Names of the values it takes; an empty name is an input left out.</param>
/// <param name="Outputs">Names of the values it gives.</param>
/// <param name="Settings">Its attributes, such as "strides=[1, 1]".</param>
public sealed record NodeInspection(
    string Name, string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<string> Settings)
{
    internal static NodeInspection Of(OnnxNode node) => new(
        node.Name,
        node.Domain is "" or "ai.onnx" ? node.Operator : $"{node.Domain}.{node.Operator}",
        node.Inputs,
        node.Outputs,
        [.. node.Attributes.Select(attribute => $"{attribute.Name}={Value(attribute)}")]);

    private static string Value(OnnxAttribute attribute) => attribute.Type switch
    {
        OnnxAttributeType.Float => Number(attribute.Float),
        OnnxAttributeType.Integer => $"{attribute.Integer}",
        OnnxAttributeType.Text => $"\"{attribute.Text}\"",
        OnnxAttributeType.Tensor => attribute.Tensor!.ToString().TrimStart(),
        OnnxAttributeType.Floats => $"[{string.Join(", ", attribute.Floats.Select(Number))}]",
        OnnxAttributeType.Integers => $"[{string.Join(", ", attribute.Integers)}]",
        OnnxAttributeType.Texts => $"[{string.Join(", ", attribute.Texts.Select(text => $"\"{text}\""))}]",
        _ => "something that is not read",
    };

    private static string Number(float value) => value.ToString(CultureInfo.InvariantCulture);
}
