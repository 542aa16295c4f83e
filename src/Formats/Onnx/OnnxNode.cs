namespace TorchBasics.Formats.Onnx;

/// <summary>One application of an operator.</summary>
/// <param name="Operator">Name of the operator, such as "Conv".</param>
/// <param name="Inputs">Names of the values it takes; an empty name is an input left out.</param>
/// <param name="Outputs">Names of the values it gives; an empty name is an output left out.</param>
/// <param name="Attributes">Its settings; names differ.</param>
public sealed record OnnxNode(
    string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>Name of the node, which may be empty.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The set of operators it belongs to; empty or "ai.onnx" for ONNX's own.</summary>
    public string Domain { get; init; } = string.Empty;

    /// <summary>A setting by name.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <returns>The attribute, or null where the node leaves it out.</returns>
    public OnnxAttribute? Find(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);
}
