using System.Buffers.Binary;
using System.Text;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Onnx;

/// <summary>
/// Reads the fields of one protobuf message. A field is a varint, the number of the field times 8 plus a wire type, then
/// a value: a varint (type 0), 8 bytes (1), a length and that many bytes (2) or 4 bytes (5). Types 3 and 4 are groups,
/// which no ONNX message uses. Source: the page "Encoding" of the Protocol Buffers documentation.
/// </summary>
/// <remarks>
/// Unknown fields are skipped by their length, and only messages that we know are entered, so that the depth of nesting
/// is that of our own calls. A field that may occur once is refused when it occurs again: no writer repeats one, and a
/// reader would have to merge the two.
/// </remarks>
internal ref struct ProtoReader
{
    private const int MaximumVarintLength = 10; // 64 bits in groups of 7
    private const int Tracked = 64;             // every field that we read has a smaller number

    private readonly OnnxSource _source;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;
    private ulong _seen;
    private int _tagOffset;

    /// <summary>Prepares to read the message that fills a file.</summary>
    public ProtoReader(OnnxSource source)
        : this(source, 0, source.Bytes.Length)
    {
    }

    private ProtoReader(OnnxSource source, int start, int end)
    {
        (_source, _end) = (source, end);
        _bytes = source.Bytes.Span;
        Start = Position = start;
    }

    /// <summary>Where the message begins in the file.</summary>
    public int Start { get; }

    /// <summary>Where reading goes on.</summary>
    public int Position { get; private set; }

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the value of the current field is written.</summary>
    public WireType Wire { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    public bool Next()
    {
        if (Position == _end)
            return false;
        _tagOffset = Position;
        var tag = Varint();
        if (tag >> 3 is 0 or > int.MaxValue >> 2)
            throw Malformed(
                _tagOffset,
                $"{tag >> 3} is not the number of a field; expected 1 to {int.MaxValue >> 2}. Is it another kind of file?");
        (Field, Wire) = ((int)(tag >> 3), (WireType)(tag & 7));
        if (Wire is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
            throw Malformed(
                _tagOffset, $"field {Field} has wire type {(int)Wire}; expected 0, 1, 2 or 5. Is it another kind of file?");
        return true;
    }

    /// <summary>Passes over the value of the current field.</summary>
    public void Skip()
    {
        switch (Wire)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Bytes:
                Block();
                break;
            default:
                Take(Wire == WireType.Fixed32 ? sizeof(uint) : sizeof(ulong));
                break;
        }
    }

    /// <summary>A whole number that occurs once; negative ones are written as 64 bits.</summary>
    public long Integer(string what)
    {
        Expect(WireType.Varint, what);
        Once(what);
        return (long)Varint();
    }

    /// <summary>A binary32 that occurs once.</summary>
    public float Float(string what)
    {
        Expect(WireType.Fixed32, what);
        Once(what);
        return BitConverter.UInt32BitsToSingle(Fixed32());
    }

    /// <summary>Text that occurs once.</summary>
    public string Text(string what)
    {
        Once(what);
        return RepeatedText(what);
    }

    /// <summary>One text of a list.</summary>
    public string RepeatedText(string what)
    {
        Expect(WireType.Bytes, what);
        var (offset, length) = Block();
        var text = _bytes.Slice(offset, length);
        if (Utf8Text.FirstInvalid(text) is var invalid and >= 0)
            throw Malformed(offset + invalid, $"{what} is not valid UTF-8.");
        _source.Charge(offset, (sizeof(char) * (long)length) + OnnxSource.ObjectCost);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Bytes that occur once; the place of the first and their number.</summary>
    public (int Offset, int Length) Raw(string what)
    {
        Expect(WireType.Bytes, what);
        Once(what);
        return Block();
    }

    /// <summary>A message that occurs once.</summary>
    public ProtoReader Message(string what)
    {
        Once(what);
        return RepeatedMessage(what);
    }

    /// <summary>One message of a list.</summary>
    public ProtoReader RepeatedMessage(string what)
    {
        Expect(WireType.Bytes, what);
        var (offset, length) = Block();
        return new ProtoReader(_source, offset, offset + length);
    }

    /// <summary>The values of a list of numbers: one when they stand alone, any number when they are packed.</summary>
    /// <param name="single">How one of them is written.</param>
    /// <param name="what">Name of the list, for messages.</param>
    public ProtoReader Numbers(WireType single, string what)
    {
        if (Wire == WireType.Bytes)
            return RepeatedMessage(what);
        Expect(single, what);
        var start = Position;
        Skip();
        return new ProtoReader(_source, start, Position);
    }

    /// <summary>Whether the list that <see cref="Numbers"/> opened goes on.</summary>
    public readonly bool More => Position < _end;

    /// <summary>How many numbers the list holds, without leaving its beginning.</summary>
    public readonly int CountNumbers(WireType single)
    {
        if (single == WireType.Varint)
        {
            // The last byte of each varint, and no other, has a clear upper bit.
            if (More && _bytes[_end - 1] >= 0x80)
                throw Malformed(_end, "a list of numbers ends within a number. The file is truncated or damaged.");
            var count = 0;
            foreach (var value in _bytes[Position.._end])
                count += value < 0x80 ? 1 : 0;
            return count;
        }

        var size = single == WireType.Fixed32 ? sizeof(uint) : sizeof(ulong);
        if ((_end - Position) % size != 0)
            throw Malformed(Position, $"{_end - Position} bytes are not a whole number of values of {size} bytes.");
        return (_end - Position) / size;
    }

    /// <summary>The next number of a list, or the value of a field.</summary>
    public ulong Varint()
    {
        var offset = Position;
        var value = 0UL;
        for (var shift = 0; shift < 7 * MaximumVarintLength; shift += 7)
        {
            var part = Take(1)[0];
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Malformed(offset, "a number has more than 64 bits.");
    }

    /// <summary>The next 4 bytes of a list.</summary>
    public uint Fixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>The next 8 bytes of a list.</summary>
    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>An error at the current field.</summary>
    public readonly MalformedFileException Here(string reason) => Malformed(_tagOffset, reason);

    private readonly MalformedFileException Malformed(int offset, string reason) => _source.Malformed(offset, reason);

    private readonly void Expect(WireType expected, string what)
    {
        if (Wire != expected)
            throw Here($"{what} has wire type {(int)Wire}; expected {(int)expected}.");
    }

    private void Once(string what)
    {
        var mark = Field < Tracked ? 1UL << Field : throw new ArgumentOutOfRangeException(
            nameof(what), what, "The number of the field is too large to be tracked.");
        if ((_seen & mark) != 0)
            throw Here($"{what} occurs twice.");
        _seen |= mark;
    }

    private (int Offset, int Length) Block()
    {
        var offset = Position;
        var length = Varint();
        if (length > (ulong)(_end - Position))
            throw Malformed(
                offset,
                $"field {Field} is said to have {length} bytes; {_end - Position} are left. The file is truncated or damaged.");
        var start = Position;
        Position += (int)length;
        return (start, (int)length);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_end - Position < count)
            throw Malformed(_end, "the file or a message in it ends within a value. The file is truncated or damaged.");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
