namespace TorchBasics.Lessons.Blocks;

/// <summary>What only some want to read.</summary>
/// <param name="Summary">What it is about.</param>
/// <param name="Items">The blocks.</param>
public sealed record More(string Summary, params IReadOnlyList<Block> Items) : Block;
