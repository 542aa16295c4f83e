using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>A value that goes several ways, each of layers, of whose ends the mean is taken.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Members">For each of its values the nodes that begin the way to it.</param>
internal sealed record Gathering(MeanOfValues Mean, IReadOnlyList<IReadOnlyList<OnnxNode>> Members);
