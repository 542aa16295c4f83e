namespace TorchBasics.Formats.Csv;

/// <summary>Where a field stands in the file, without its quotes.</summary>
internal readonly record struct CsvField(int Start, int Length);
