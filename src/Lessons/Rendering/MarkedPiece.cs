namespace TorchBasics.Lessons.Rendering;

/// <summary>A piece of a text.</summary>
/// <param name="Text">Its letters.</param>
/// <param name="Kind">How they are written.</param>
public readonly record struct MarkedPiece(string Text, MarkKind Kind);
