namespace TorchBasics.Lessons.Blocks;

/// <summary>A heading within the experiment.</summary>
/// <param name="Text">Its text, without marks.</param>
public sealed record Heading(string Text) : Block;
