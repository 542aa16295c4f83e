using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Csv;

/// <summary>Tables as text: one row per line, fields separated by commas, semicolons or tabs.</summary>
/// <remarks>
/// Source: RFC 4180, with these additions: a line may end without a carriage return; empty lines are skipped; the
/// separator is a tab or a semicolon when the first line has one outside quotes, else a comma. The text is UTF-8.
/// </remarks>
public static class CsvFile
{
    /// <summary>The largest file that is read: 1 GiB.</summary>
    public const long MaximumBytes = 1L << 30;

    /// <summary>The most columns that a file may have.</summary>
    /// <remarks>
    /// The description of a model has room for the preprocessing of so many: two numbers of at most 15 characters each.
    /// </remarks>
    public const int MaximumColumns = 25_000;

    private const int PartBytes = 1 << 20;

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">
    /// Whether the first row names the columns. Null finds out: it does when none of its fields is a number, or when a
    /// column has a text in the first row and a number in the second.
    /// </param>
    /// <param name="cancellation">Ends the reading, and every later look into the table.</param>
    /// <returns>The table.</returns>
    /// <exception cref="MalformedFileException">The text breaks a rule of the format, or holds no row.</exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static CsvTable Read(string path, bool? header = null, CancellationToken cancellation = default) =>
        Parse(path, InputFile.ReadAll(path, MaximumBytes), header, cancellation);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content; the table keeps it.</param>
    /// <param name="header">Whether the first row names the columns; null finds out.</param>
    /// <param name="cancellation">Ends the reading, and every later look into the table.</param>
    /// <returns>The table.</returns>
    /// <exception cref="MalformedFileException">The text breaks a rule of the format, or holds no row.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static CsvTable Parse(
        string path, ReadOnlyMemory<byte> bytes, bool? header = null, CancellationToken cancellation = default) =>
        Parse(new CsvOrigin(path), bytes, header, cancellation);

    /// <summary>Reads a file of any size in parts, such that there is never more than one in memory.</summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The rows, in tables that are valid until the next one is asked for. All have the header of the file, which is found as
    /// <see cref="Read"/> finds it, from the first two rows.
    /// </returns>
    /// <exception cref="MalformedFileException">The text breaks a rule of the format, or holds no row.</exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static IEnumerable<CsvTable> ReadInParts(string path) => CsvParts.Read(path, PartBytes);

    internal static CsvTable Parse(
        CsvOrigin origin, ReadOnlyMemory<byte> bytes, bool? header, CancellationToken cancellation = default)
    {
        if (bytes.Span.IndexOf((byte)0) is var zero and >= 0)
            throw new MalformedFileException(
                origin.Path,
                origin.Offset + zero,
                "a byte is 0; a CSV file is text in UTF-8. Is it another kind of file, or saved as UTF-16?");
        if (Utf8Text.FirstInvalid(bytes.Span) is var invalid and >= 0)
            throw new MalformedFileException(
                origin.Path, origin.Offset + invalid, "the text is not valid UTF-8. Save the file as UTF-8.");
        var parser = new CsvParser(origin, bytes.Span);
        var (fields, columns) = parser.Parse(cancellation);
        return new CsvTable(origin with { Separator = parser.Separator }, bytes, fields, columns, header, cancellation);
    }
}
