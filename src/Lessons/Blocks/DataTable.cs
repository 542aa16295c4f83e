namespace TorchBasics.Lessons.Blocks;

/// <summary>A table.</summary>
/// <param name="Caption">What it holds.</param>
/// <param name="Columns">Its columns; the first one says what a row is about.</param>
/// <param name="Rows">The rows, each with a cell for each column.</param>
public sealed record DataTable(
    string Caption, IReadOnlyList<Pages.Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block;
