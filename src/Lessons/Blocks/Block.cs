namespace TorchBasics.Lessons.Blocks;

/// <summary>A part of what a lesson shows, for a terminal and for a page alike.</summary>
/// <remarks>Texts may hold `code` and **strong words**.</remarks>
public abstract record Block;
