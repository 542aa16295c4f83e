using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>Nodes that compute outputs from inputs and constants.</summary>
/// <param name="Name">Name of the graph.</param>
/// <param name="Nodes">The nodes; each uses only what stands before it.</param>
/// <param name="Initializers">Constants by name. A file of format version 3 or older lists them among the inputs as well.</param>
/// <param name="Inputs">What the caller gives.</param>
/// <param name="Outputs">What the caller gets.</param>
public sealed record OnnxGraph(
    string Name,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyList<NamedArray> Initializers,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs);
