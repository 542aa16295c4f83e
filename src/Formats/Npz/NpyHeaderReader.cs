using System.Globalization;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Npz;

/// <summary>
/// Reads the header of an array: a dictionary as Python writes it, {'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3),
/// }, of which nothing is evaluated.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="name">The array, for messages.</param>
/// <param name="start">Where the text begins in the file.</param>
/// <param name="text">The text.</param>
internal ref struct NpyHeaderReader(string path, string name, int start, ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    /// <summary>Reads the text whole.</summary>
    public NpyHeader Read()
    {
        (ElementType? type, bool? isFortranOrder, long[]? sizes) = (null, null, null);
        Expect('{');
        while (!TryTake('}'))
        {
            var place = _position;
            var key = ReadText();
            Expect(':');
            if (type is null && key.SequenceEqual("descr"u8))
                type = ReadType();
            else if (isFortranOrder is null && key.SequenceEqual("fortran_order"u8))
                isFortranOrder = ReadTruth();
            else if (sizes is null && key.SequenceEqual("shape"u8))
                sizes = ReadSizes();
            else
                throw Malformed(place, $"has a second or unknown key '{Encoding.ASCII.GetString(key)}'");

            if (!TryTake(',') && Peek() != '}')
                throw Malformed(_position, "needs a comma or '}' here");
        }

        SkipSpaces();
        if (_position < _text.Length)
            throw Malformed(_position, "goes on after its closing brace");
        if (type is null || isFortranOrder is null || sizes is null)
            throw Malformed(0, "needs 'descr', 'fortran_order' and 'shape'");
        return new NpyHeader(type.Value, isFortranOrder.Value, sizes);
    }

    private ElementType ReadType()
    {
        if (Peek() is (byte)'[' or (byte)'(')
            throw Malformed(_position, "describes elements of several fields, which are not supported");
        var place = _position;
        var type = Encoding.ASCII.GetString(ReadText());
        if (NpyFormat.Find(type) is { } known)
            return known;
        throw Malformed(place, type switch
        {
            ['>', ..] =>
                $"describes big-endian elements ('{type}'). Convert them in NumPy: array.astype(array.dtype.newbyteorder('<'))",
            ['|', 'O', ..] or "O" => "describes Python objects, which are a pickle and can run code. Save arrays of numbers",
            _ => $"describes elements of the type '{type}', which is not supported",
        });
    }

    private bool ReadTruth()
    {
        SkipSpaces();
        if (_text[_position..].StartsWith("True"u8))
        {
            _position += 4;
            return true;
        }

        if (!_text[_position..].StartsWith("False"u8))
            throw Malformed(_position, "needs True or False here");
        _position += 5;
        return false;
    }

    private long[] ReadSizes()
    {
        var sizes = new List<long>();
        Expect('(');
        var comma = true;
        while (!TryTake(')'))
        {
            if (!comma)
                throw Malformed(_position, "needs a comma between sizes");
            if (sizes.Count == NpyFormat.MaximumRank)
                throw Malformed(_position, $"has more than {NpyFormat.MaximumRank} sizes");
            sizes.Add(ReadSize());
            comma = TryTake(',');
        }

        return sizes.Count == 1 && !comma
            ? throw Malformed(_position, "has a number in place of the sizes; Python writes (3,) for one size")
            : [.. sizes];
    }

    private long ReadSize()
    {
        SkipSpaces();
        var begin = _position;
        while (Current is >= (byte)'0' and <= (byte)'9')
            _position++;
        if (!long.TryParse(_text[begin.._position], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            throw Malformed(begin, "needs a size from 0 to 2^63 - 1 here");
        if (Current == (byte)'L') // Python 2
            _position++;
        return size;
    }

    // A text in single or double quotes; none that is known needs an escape sequence.
    private ReadOnlySpan<byte> ReadText()
    {
        var quote = Peek();
        if (quote is not ((byte)'\'' or (byte)'"'))
            throw Malformed(_position, "needs a text in quotes here");
        var rest = _text[(_position + 1)..];
        var end = rest.IndexOf(quote);
        if (end < 0 || !Ascii.IsValid(rest[..end]) || rest[..end].ContainsAny("\\\n"u8))
            throw Malformed(_position, "has a text that does not end, or with letters that none of its texts has");
        _position += end + 2;
        return rest[..end];
    }

    private void Expect(char letter)
    {
        if (!TryTake(letter))
            throw Malformed(_position, $"needs '{letter}' here");
    }

    private bool TryTake(char letter)
    {
        if (Peek() != letter)
            return false;
        _position++;
        return true;
    }

    // The next letter that is no space, or 0 at the end.
    private byte Peek()
    {
        SkipSpaces();
        return Current;
    }

    private void SkipSpaces()
    {
        while (Current is (byte)' ' or (byte)'\n')
            _position++;
    }

    private readonly byte Current => _position < _text.Length ? _text[_position] : (byte)0;

    private readonly MalformedFileException Malformed(int place, string problem) =>
        new(path, start + place, $"the header of '{name}' {problem}.");
}
