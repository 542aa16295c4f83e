using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Csv;

/// <summary>Splits a text into fields; every row must have as many as the first.</summary>
internal ref struct CsvParser
{
    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private readonly CsvOrigin _origin;
    private readonly ReadOnlySpan<byte> _text;
    private readonly byte _separator;
    private int _position;

    public CsvParser(CsvOrigin origin, ReadOnlySpan<byte> text)
    {
        _origin = origin;
        _text = text;
        _position = origin.Offset == 0 && text.StartsWith("\uFEFF"u8) ? 3 : 0; // a byte order mark
        _separator = origin.Separator ?? FindSeparator(text[_position..]);
    }

    /// <summary>What separates fields.</summary>
    public readonly byte Separator => _separator;

    /// <summary>Splits the text; the fields come row by row.</summary>
    public (List<CsvField> Fields, int Columns) Parse(CancellationToken cancellation)
    {
        var fields = new List<CsvField>();
        var columns = _origin.Columns;
        for (SkipEmptyLines(); _position < _text.Length; SkipEmptyLines())
        {
            cancellation.ThrowIfCancellationRequested();
            var (first, line) = (fields.Count, _position);
            ReadRow(fields);
            var count = fields.Count - first;
            columns = columns == 0 ? count : columns;
            if (first == 0)
                fields.EnsureCapacity(_text.Count(_separator) + _text.Count(LineFeed) + 1); // never fewer, so it does not grow
            if (count != columns)
                throw Malformed(line, $"the row has {Fields(count)}; the first row has {Fields(columns)}.");
        }

        return columns > 0 ? (fields, columns) : throw Malformed(_text.Length, "the file holds no row.");
    }

    private static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";

    private static byte FindSeparator(ReadOnlySpan<byte> text)
    {
        var (quoted, semicolon) = (false, false);
        foreach (var value in text)
        {
            quoted ^= value == Quote;
            if (!quoted && value == '\t')
                return value;
            semicolon |= !quoted && value == ';';
            if (!quoted && value == LineFeed)
                break;
        }

        return (byte)(semicolon ? ';' : ',');
    }

    private void SkipEmptyLines()
    {
        while (_position < _text.Length && LineEnd() is var length and > 0)
            _position += length;
    }

    private void ReadRow(List<CsvField> fields)
    {
        for (var (line, last) = (_position, fields.Count + CsvFile.MaximumColumns); ;)
        {
            if (fields.Count == last)
                throw Malformed(
                    line, $"the row has more than {CsvFile.MaximumColumns} fields; so many columns are the most that are read.");
            fields.Add(_position < _text.Length && _text[_position] == Quote ? ReadQuoted() : ReadPlain());
            if (_position == _text.Length)
                return;
            if (LineEnd() is var length and > 0)
            {
                _position += length;
                return;
            }

            _position++; // the separator
        }
    }

    private CsvField ReadPlain()
    {
        var start = _position;
        while (_position < _text.Length && _text[_position] != _separator && LineEnd() == 0)
        {
            if (_text[_position] == Quote)
                throw Malformed(_position, "a quote stands inside a field that does not begin with one.");
            _position++;
        }

        return new CsvField(start, _position - start);
    }

    private CsvField ReadQuoted()
    {
        var start = ++_position;
        while (true)
        {
            var length = _text[_position..].IndexOf(Quote);
            if (length < 0)
                throw Malformed(start - 1, "the quote is never closed.");
            _position += length + 1;
            if (_position == _text.Length || _text[_position] != Quote)
                break;
            _position++; // two quotes stand for one
        }

        if (_position < _text.Length && _text[_position] != _separator && LineEnd() == 0)
            throw Malformed(_position, "something follows a closing quote; expected a separator or the end of the line.");
        return new CsvField(start, _position - 1 - start);
    }

    /// <summary>Bytes of the line end at the position: 0 when none is there.</summary>
    private readonly int LineEnd() => _text[_position] switch
    {
        LineFeed => 1,
        CarriageReturn when _position + 1 == _text.Length => 1,
        CarriageReturn when _text[_position + 1] == LineFeed => 2,
        CarriageReturn => throw Malformed(_position, "a carriage return stands alone; expected a line feed after it."),
        _ => 0,
    };

    private readonly MalformedFileException Malformed(int offset, string reason) => _origin.Malformed(_text, offset, reason);
}
