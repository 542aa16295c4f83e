namespace TorchBasics.Lessons.Blocks;

/// <summary>Blocks that may stand side by side where there is room.</summary>
/// <param name="Items">The blocks.</param>
public sealed record Beside(params IReadOnlyList<Block> Items) : Block;
