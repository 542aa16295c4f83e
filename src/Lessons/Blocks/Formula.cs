namespace TorchBasics.Lessons.Blocks;

/// <summary>Formulas with their numbers, line by line, in letters of one width.</summary>
/// <param name="Lines">The lines, without marks.</param>
public sealed record Formula(params IReadOnlyList<string> Lines) : Block;
