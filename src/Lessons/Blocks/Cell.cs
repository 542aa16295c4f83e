namespace TorchBasics.Lessons.Blocks;

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Mark">What stands out about it.</param>
public readonly record struct Cell(string Text, CellMark Mark = CellMark.None)
{
    /// <summary>A cell that says no more than its text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator Cell(string text) => new(text);
}
