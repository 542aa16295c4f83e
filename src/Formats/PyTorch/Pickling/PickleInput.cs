using System.Buffers.Binary;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>Takes the arguments of instructions from a pickle.</summary>
internal sealed class PickleInput(PickleSource source)
{
    /// <summary>The next byte.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public int Rest => source.Bytes.Length - Position;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    /// <summary>The next bytes.</summary>
    public ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)Rest)
            throw source.Malformed(Position, $"the pickle ends before {count} bytes that are expected here.");
        var bytes = source.Bytes.Span.Slice(Position, (int)count);
        Position += (int)count;
        return bytes;
    }

    /// <summary>A text in UTF-8, of a length that is given before it.</summary>
    public ReadOnlyMemory<byte> Text()
    {
        var bytes = Take(UInt32());
        return Utf8Text.FirstInvalid(bytes) is var invalid and >= 0
            ? throw source.Malformed(Position - bytes.Length + invalid, "a text is not valid UTF-8.")
            : source.Bytes[(Position - bytes.Length)..Position];
    }

    /// <summary>Two lines: the module of a class and its name. The line feed between them is part of the result.</summary>
    public ReadOnlySpan<byte> TwoLines()
    {
        var rest = source.Bytes.Span[Position..];
        var first = rest.IndexOf((byte)'\n');
        var second = first < 0 ? -1 : rest[(first + 1)..].IndexOf((byte)'\n');
        if (second < 0)
            throw source.Malformed(Position, "the pickle ends within the name of a class or function.");
        return Take((uint)(first + 1 + second + 1))[..^1];
    }

    /// <summary>A number in two's complement, of up to 8 bytes after one that counts them; null when it has more.</summary>
    public long? Long()
    {
        var bytes = Take(Byte());
        if (bytes.Length > sizeof(long))
            return null;
        var value = 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | (i == bytes.Length - 1 ? (long)(sbyte)bytes[i] : bytes[i]);
        return value;
    }
}
