namespace TorchBasics.Lessons.Blocks;

/// <summary>Steps that are looked at one after the other.</summary>
/// <param name="Caption">What the steps show.</param>
/// <param name="Items">The steps, each with its blocks; at least one.</param>
public sealed record Frames(string Caption, IReadOnlyList<IReadOnlyList<Block>> Items) : Block;
