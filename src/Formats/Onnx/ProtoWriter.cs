using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TorchBasics.Formats.Onnx;

/// <summary>
/// Composes one protobuf message, field after field. Small values are gathered in blocks; the elements of arrays, by far
/// the most of a model, are only referred to until the message is written, so that they are copied once.
/// </summary>
/// <remarks>
/// What an enclosing message stores before an inner one is its length, which is known when the inner one is complete.
/// Source: the page "Encoding" of the Protocol Buffers documentation.
/// </remarks>
internal sealed class ProtoWriter
{
    private const int LongestVarint = 10; // 64 bits in groups of 7

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly ArrayBufferWriter<byte> _block = new(); // what comes after the last piece

    /// <summary>The bytes of the message.</summary>
    public long Length { get; private set; }

    /// <summary>A whole number; a negative one takes ten bytes.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>A binary32.</summary>
    public void Float(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Append(bytes);
    }

    /// <summary>Text.</summary>
    /// <exception cref="ArgumentException">The text holds half a character.</exception>
    public void Text(int field, string text)
    {
        try
        {
            var bytes = StrictUtf8.GetBytes(text);
            Tag(field, WireType.Bytes);
            Varint((ulong)bytes.Length);
            Append(bytes);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException(
                "A text of the model holds half a character (a surrogate without its partner).", nameof(text), error);
        }
    }

    /// <summary>Bytes, which must not change until the message is written.</summary>
    public void Raw(int field, ReadOnlyMemory<byte> bytes)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)bytes.Length);
        Refer(bytes);
    }

    /// <summary>A message, which must be complete.</summary>
    public void Message(int field, ProtoWriter message)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)message.Length);
        foreach (var piece in message._pieces)
            Refer(piece);
        Append(message._block.WrittenSpan);
    }

    /// <summary>Writes the message.</summary>
    public void WriteTo(Stream stream)
    {
        foreach (var piece in _pieces)
            stream.Write(piece.Span);
        stream.Write(_block.WrittenSpan);
    }

    private void Tag(int field, WireType wire) => Varint(((ulong)field << 3) | (uint)wire);

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[LongestVarint];
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        Append(bytes[..length]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _block.Write(bytes);
        Length += bytes.Length;
    }

    private void Refer(ReadOnlyMemory<byte> bytes)
    {
        if (_block.WrittenCount > 0)
        {
            _pieces.Add(_block.WrittenSpan.ToArray());
            _block.ResetWrittenCount();
        }

        _pieces.Add(bytes);
        Length += bytes.Length;
    }
}
