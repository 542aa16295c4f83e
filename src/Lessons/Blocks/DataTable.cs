namespace TorchBasics.Lessons.Blocks;

/// <summary>A table.</summary>
/// <param name="Caption">What it holds.</param>
/// <param name="Columns">Its columns; the first one says what a row is about.</param>
/// <param name="Rows">The rows, each with a cell for each column.</param>
public sealed record DataTable(string Caption, IReadOnlyList<Pages.Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block;

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Mark">What stands out about it.</param>
public readonly record struct Cell(string Text, CellMark Mark = CellMark.None)
{
    /// <summary>A cell that says no more than its text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>What stands out about a cell; the text has to say it, too, for those who see no colours.</summary>
public enum CellMark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is right.</summary>
    Right,

    /// <summary>It is wrong.</summary>
    Wrong,
}
