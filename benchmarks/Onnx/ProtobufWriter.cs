using System.Runtime.InteropServices;
using System.Text;

namespace TorchBasics.Benchmarks.Onnx;

/// <summary>Writes protocol buffer messages: fields of numbers, texts and messages, one after the other.</summary>
/// <remarks>Source: protobuf.dev, "Encoding": a field is its number and wire type, then a varint (0) or a length and bytes (2).</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Bytes = 2;

    private readonly List<byte> _content = [];

    public byte[] ToArray() => [.. _content];

    /// <summary>A whole number; a negative one takes ten bytes.</summary>
    public ProtobufWriter Number(int field, long value)
    {
        Raw(((ulong)field << 3) | Varint);
        Raw((ulong)value);
        return this;
    }

    /// <summary>A text in UTF-8.</summary>
    public ProtobufWriter Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Floats as plain bytes, little-endian.</summary>
    public ProtobufWriter Floats(int field, ReadOnlySpan<float> values) => Block(field, MemoryMarshal.AsBytes(values));

    /// <summary>A message inside this one.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter message) => Block(field, message.ToArray());

    private ProtobufWriter Block(int field, ReadOnlySpan<byte> bytes)
    {
        Raw(((ulong)field << 3) | Bytes);
        Raw((ulong)bytes.Length);
        _content.AddRange(bytes);
        return this;
    }

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _content.Add((byte)(value | 0x80));
        _content.Add((byte)value);
    }
}
