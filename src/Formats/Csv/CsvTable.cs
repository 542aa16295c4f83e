using System.Globalization;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Csv;

/// <summary>The rows of a CSV file. Rows and columns are counted from 0; the header is not a row.</summary>
public sealed class CsvTable
{
    private static readonly string[] NoNumber = ["NA", "N/A", "NaN", "null", "?"];

    private readonly CsvOrigin _origin;
    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<CsvField> _fields;
    private readonly int _firstField;
    private readonly CancellationToken _cancellation;

    internal CsvTable(
        CsvOrigin origin,
        ReadOnlyMemory<byte> text,
        List<CsvField> fields,
        int columns,
        bool? header,
        CancellationToken cancellation)
    {
        _cancellation = cancellation;
        (_origin, _text, _fields, ColumnCount, Header) = (origin, text, fields, columns, origin.Header);
        if (origin.Columns > 0 || !(header ?? LooksLikeHeader()))
            return;
        Header = [.. Enumerable.Range(0, columns).Select(column => Text(0, column).Trim())];
        _firstField = columns;
        var twice = Header.Where(name => name.Length > 0).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw Malformed(_fields[0], $"two columns are called '{twice.Key}'.");
    }

    private CsvTable(CsvTable whole, List<CsvField> fields)
    {
        (_origin, _text, _fields, _cancellation) = (whole._origin, whole._text, fields, whole._cancellation);
        (ColumnCount, Header) = (whole.ColumnCount, whole.Header);
    }

    /// <summary>What messages call the file.</summary>
    public string Path => _origin.Path;

    /// <summary>The names of the columns, or null when the file names none.</summary>
    public IReadOnlyList<string>? Header { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => (_fields.Count - _firstField) / ColumnCount;

    /// <summary>The number of columns, at least 1.</summary>
    public int ColumnCount { get; }

    /// <summary>What is known of the text that follows this one in the same file.</summary>
    internal CsvOrigin Rest => _origin with
    {
        Offset = _origin.Offset + _text.Length,
        Lines = _origin.Lines + _text.Span.Count((byte)'\n'),
        Columns = ColumnCount,
        Header = Header,
    };

    /// <summary>The line that each row begins on, counted from 1 as an editor does.</summary>
    /// <returns>A number for each row.</returns>
    public long[] Lines()
    {
        var lines = new long[RowCount];
        var (line, position) = (_origin.Lines + 1, 0);
        for (var row = 0; row < lines.Length; row++)
        {
            var start = Field(row, 0).Start;
            line += _text.Span[position..start].Count((byte)'\n');
            (lines[row], position) = (line, start);
        }

        return lines;
    }

    /// <summary>Some of the rows, in the order asked for.</summary>
    /// <param name="rows">Which rows.</param>
    /// <returns>A table that shares the text; errors name the lines of the file.</returns>
    public CsvTable Select(IEnumerable<int> rows) => new(
        this, [.. rows.SelectMany(row => Enumerable.Range(0, ColumnCount).Select(column => Field(row, column)))]);

    /// <summary>Whether a field holds nothing but blanks.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>Whether it does.</returns>
    public bool IsEmpty(int row, int column) => string.IsNullOrWhiteSpace(Text(row, column));

    /// <summary>Whether a field holds a finite number.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>Whether it does.</returns>
    public bool HoldsNumber(int row, int column) => TryNumber(Field(row, column), out _);

    /// <summary>
    /// Whether a field of a column of numbers says that there is none: it is empty, or holds NA, N/A, NaN, null or a question
    /// mark, as other programs write an empty field.
    /// </summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>Whether it does.</returns>
    public bool LacksNumber(int row, int column)
    {
        if (HoldsNumber(row, column))
            return false;
        var text = Text(row, column).Trim();
        return text.Length == 0 || NoNumber.Contains(text, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The text of a field, without quotes.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>The text.</returns>
    public string Text(int row, int column)
    {
        var field = Field(row, column);
        var text = Encoding.UTF8.GetString(Bytes(field));
        var quoted = field.Start > 0 && _text.Span[field.Start - 1] == '"';
        return quoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <summary>The number in a field.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>A finite number.</returns>
    /// <exception cref="MalformedFileException">The field holds no finite number.</exception>
    public double Number(int row, int column)
    {
        var field = Field(row, column);
        if (TryNumber(field, out var number))
            return number;
        throw Malformed(field, $"{Describe(column)} holds '{Shorten(Text(row, column))}'; expected a number such as -1.5e3.");
    }

    /// <summary>A column of numbers.</summary>
    /// <param name="column">Column.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="MalformedFileException">A field holds no finite number.</exception>
    public double[] Numbers(int column) => [.. Enumerable.Range(0, RowCount).Select(row => Number(row, column))];

    /// <summary>All columns but the label, row by row: the inputs of a network, [rows, columns - 1].</summary>
    /// <param name="labelColumn">The column to leave out.</param>
    /// <returns>The numbers, rounded to single precision.</returns>
    /// <exception cref="MalformedFileException">A field holds no number, or one beyond the range of a float.</exception>
    public float[] Features(int labelColumn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(labelColumn);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(labelColumn, ColumnCount);
        var features = new float[(long)RowCount * (ColumnCount - 1)];
        var next = 0;
        for (var row = 0; row < RowCount; row++)
        {
            for (var column = 0; column < ColumnCount; column++)
            {
                if (column == labelColumn)
                    continue;
                features[next++] = Feature(row, column);
            }
        }

        return features;
    }

    /// <summary>The number in a field, as a network takes it.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>The number, rounded to single precision.</returns>
    /// <exception cref="MalformedFileException">The field holds no number, or one beyond the range of a float.</exception>
    public float Feature(int row, int column)
    {
        var number = (float)Number(row, column);
        return float.IsFinite(number)
            ? number
            : throw Malformed(
                Field(row, column),
                $"{Describe(column)} holds '{Shorten(Text(row, column))}', which is beyond the range of a 32-bit number.");
    }

    /// <summary>Finds a column.</summary>
    /// <param name="name">A name of the header; null means the last column.</param>
    /// <returns>The column.</returns>
    /// <exception cref="TorchBasicsException">No column has this name: kind Usage.</exception>
    public int Column(string? name)
    {
        if (name is null)
            return ColumnCount - 1;
        if (Header is null)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{_origin.Path} has no header, so no column is called '{name}'. Name the columns in a first line.");
        var column = Header.ToList().IndexOf(name);
        return column >= 0
            ? column
            : throw new TorchBasicsException(ErrorKind.Usage, $"{_origin.Path} has no column '{name}'; "
                + $"its columns are {Shorten(string.Join(", ", Header))}.{NearestName.Hint(name, Header)}");
    }

    /// <summary>A column as the classes that occur in it.</summary>
    /// <param name="column">Column.</param>
    /// <returns>
    /// Where every field is a whole number, the classes are those numbers, rising, so that labels 1 to K are K classes.
    /// Otherwise they are the different texts, in the order of their letters.
    /// </returns>
    /// <exception cref="MalformedFileException">A field is empty.</exception>
    public CsvLabels Labels(int column) => CsvLabels.Of(this, column);

    /// <summary>A column as classes that are known already, those of a network.</summary>
    /// <param name="column">Column.</param>
    /// <param name="classes">The names of the classes; a whole number may be written otherwise, as 1.0 for the class 1.</param>
    /// <returns>The classes, and which of them each row has.</returns>
    /// <exception cref="MalformedFileException">A field is empty or is none of the classes.</exception>
    public CsvLabels Labels(int column, IReadOnlyList<string> classes) => CsvLabels.Of(this, column, classes);

    /// <summary>"column 3 ('kind')": which column is meant, for messages.</summary>
    /// <param name="column">Column.</param>
    /// <returns>Its number, counted from 1, and its name where it has one.</returns>
    public string Describe(int column) =>
        Header?[column] is { Length: > 0 } name ? $"column {column + 1} ('{Shorten(name)}')" : $"column {column + 1}";

    /// <summary>The text of a field, cut off where it is long, for messages.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <returns>At most 60 characters, and three dots where there are more.</returns>
    public string Excerpt(int row, int column) => Shorten(Text(row, column));

    internal static string Shorten(string text) => text.Length <= 60 ? text : $"{text[..60]}...";

    /// <summary>A field breaks a rule.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <param name="reason">Which rule.</param>
    /// <returns>The error; its message names the file and the line.</returns>
    public MalformedFileException Malformed(int row, int column, string reason) => Malformed(Field(row, column), reason);

    private bool LooksLikeHeader()
    {
        var columns = Enumerable.Range(0, ColumnCount).ToList();
        var numbers = columns.ConvertAll(column => TryNumber(_fields[column], out _));
        var hasSecondRow = _fields.Count > ColumnCount;
        return !numbers.Contains(true)
            || (hasSecondRow && columns.Exists(column => !numbers[column] && TryNumber(_fields[ColumnCount + column], out _)));
    }

    private CsvField Field(int row, int column)
    {
        _cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, ColumnCount);
        return _fields[checked(_firstField + (row * ColumnCount) + column)];
    }

    private bool TryNumber(CsvField field, out double number) =>
        double.TryParse(Bytes(field), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private ReadOnlySpan<byte> Bytes(CsvField field) => _text.Span.Slice(field.Start, field.Length);

    private MalformedFileException Malformed(CsvField field, string reason) => _origin.Malformed(_text.Span, field.Start, reason);
}
