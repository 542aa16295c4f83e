namespace TorchBasics.Formats.Onnx;

/// <summary>A version of a set of operators.</summary>
/// <param name="Domain">Name of the set; empty or "ai.onnx" for ONNX's own.</param>
/// <param name="Version">Its version.</param>
public sealed record OnnxOperatorSet(string Domain, long Version);
