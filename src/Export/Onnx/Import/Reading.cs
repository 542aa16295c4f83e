namespace TorchBasics.Export.Onnx.Import;

/// <summary>What became of one or several nodes.</summary>
/// <param name="Value">The value behind them.</param>
/// <param name="Layers">The layers they are; none for nodes that change nothing.</param>
internal sealed record Reading(string Value, params IReadOnlyList<LayerDraft> Layers);
