namespace TorchBasics.Formats.Csv;

/// <summary>A column of a table as classes.</summary>
/// <param name="Indices">The class of each row, an index into <paramref name="Classes"/>.</param>
/// <param name="Classes">The names of the classes.</param>
public sealed record CsvLabels(IReadOnlyList<int> Indices, IReadOnlyList<string> Classes);
