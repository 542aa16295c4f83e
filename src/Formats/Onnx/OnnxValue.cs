using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">An array or something made of arrays.</param>
/// <param name="Type">What one element of the array is; null where it is not said or the value is no array.</param>
/// <param name="Sizes">Size along each axis; null where nothing is said about them.</param>
public sealed record OnnxValue(string Name, OnnxValueKind Kind, ElementType? Type, IReadOnlyList<OnnxDimension>? Sizes);
