namespace TorchBasics.Lessons.Blocks;

/// <summary>A part of what a lesson shows, for a terminal and for a page alike.</summary>
/// <remarks>Texts may hold `code` and **strong words**.</remarks>
public abstract record Block;

/// <summary>A paragraph.</summary>
/// <param name="Text">Its text.</param>
public sealed record Paragraph(string Text) : Block;

/// <summary>A heading within the experiment.</summary>
/// <param name="Text">Its text, without marks.</param>
public sealed record Heading(string Text) : Block;

/// <summary>Formulas with their numbers, line by line, in letters of one width.</summary>
/// <param name="Lines">The lines, without marks.</param>
public sealed record Formula(params IReadOnlyList<string> Lines) : Block;

/// <summary>Blocks that may stand side by side where there is room.</summary>
/// <param name="Items">The blocks.</param>
public sealed record Beside(params IReadOnlyList<Block> Items) : Block;

/// <summary>Steps that are looked at one after the other.</summary>
/// <param name="Caption">What the steps show.</param>
/// <param name="Items">The steps, each with its blocks; at least one.</param>
public sealed record Frames(string Caption, IReadOnlyList<IReadOnlyList<Block>> Items) : Block;

/// <summary>What only some want to read.</summary>
/// <param name="Summary">What it is about.</param>
/// <param name="Items">The blocks.</param>
public sealed record More(string Summary, params IReadOnlyList<Block> Items) : Block;
