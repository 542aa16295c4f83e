namespace TorchBasics.Formats.Onnx;

/// <summary>The size along one axis of an input or output.</summary>
/// <param name="Size">The size, or null where it may be any.</param>
/// <param name="Name">A name, such as "batch": axes of one name have one size. Empty for none.</param>
public readonly record struct OnnxDimension(long? Size, string Name);
