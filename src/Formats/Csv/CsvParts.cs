namespace TorchBasics.Formats.Csv;

/// <summary>Cuts a file between rows, so that it is never in memory as a whole.</summary>
internal static class CsvParts
{
    private const int LongestRow = 64 << 20;
    private const int RowsOfFirst = 2; // by which a header is told from rows
    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>Reads a file part by part; each table has the header of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">About how many bytes a part has; one row fits whatever its length.</param>
    public static IEnumerable<CsvTable> Read(string path, int size)
    {
        using var file = InputFile.Open(path);
        var origin = new CsvOrigin(path);
        var buffer = new byte[size];
        var length = 0;
        for (var isEnd = false; !isEnd;)
        {
            var room = buffer.Length - length;
            var count = InputFile.Guard(path, () => file.ReadAtLeast(buffer.AsSpan(length), room, throwOnEndOfStream: false));
            (length, isEnd) = (length + count, count < room);
            var (rows, end) = RowsIn(buffer.AsSpan(0, length), origin.Offset == 0);
            if (!isEnd && rows < (origin.Columns == 0 ? RowsOfFirst : 1))
            {
                if (buffer.Length >= LongestRow)
                    throw origin.Malformed(buffer, 0, $"a row has more than {LongestRow} bytes. Is a quote never closed?");
                Array.Resize(ref buffer, 2 * buffer.Length);
                continue;
            }

            var text = buffer.AsMemory(0, isEnd ? length : end);
            if (text.Length > 0 || origin.Columns == 0)
            {
                var table = CsvFile.Parse(origin, text, header: null);
                yield return table;
                origin = table.Rest;
            }

            buffer.AsSpan(text.Length, length - text.Length).CopyTo(buffer);
            length -= text.Length;
        }
    }

    // How many rows are complete, and where the last of them ends; empty lines are no rows.
    private static (int Rows, int End) RowsIn(ReadOnlySpan<byte> text, bool isBeginning)
    {
        var start = isBeginning && text.StartsWith("\uFEFF"u8) ? 3 : 0; // a byte order mark
        var (rows, end, isQuoted) = (0, 0, false);
        for (var position = start; text[position..].IndexOfAny(Quote, LineFeed) is var next and >= 0; position += next + 1)
        {
            var isQuote = text[position + next] == Quote;
            isQuoted ^= isQuote;
            if (isQuote || isQuoted)
                continue;
            var line = text[Math.Max(start, end)..(position + next)];
            (rows, end) = (rows + (line.IsEmpty || line is [CarriageReturn] ? 0 : 1), position + next + 1);
        }

        return (rows, end);
    }
}
