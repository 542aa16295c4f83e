using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>Writes the instructions of a pickle, protocol 2.</summary>
internal sealed class PickleWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Begins a pickle.</summary>
    public PickleWriter()
    {
        Write(PickleOpcode.Proto);
        WriteBytes(2);
    }

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>An instruction without arguments.</summary>
    public void Write(PickleOpcode opcode) => WriteBytes((byte)opcode);

    /// <summary>A class or function.</summary>
    public void WriteGlobal(string module, string name)
    {
        Write(PickleOpcode.Global);
        WriteBytes(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    /// <summary>A text.</summary>
    /// <exception cref="ArgumentException">It holds half a character.</exception>
    public void WriteText(string text)
    {
        try
        {
            var bytes = StrictUtf8.GetBytes(text);
            Write(PickleOpcode.BinUnicode);
            WriteInt32(bytes.Length);
            WriteBytes(bytes);
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException("A name holds half a character (a surrogate without its partner).", nameof(text), error);
        }
    }

    /// <summary>An integer, in the shortest form, as Python writes it.</summary>
    public void WriteInteger(long value)
    {
        switch (value)
        {
            case >= 0 and <= byte.MaxValue:
                Write(PickleOpcode.BinInt1);
                WriteBytes((byte)value);
                break;
            case >= 0 and <= ushort.MaxValue:
                Write(PickleOpcode.BinInt2);
                WriteBytes((byte)value, (byte)(value >> 8));
                break;
            case >= int.MinValue and <= int.MaxValue:
                Write(PickleOpcode.BinInt);
                WriteInt32((int)value);
                break;
            default:
                WriteLong(value);
                break;
        }
    }

    /// <summary>A tuple of integers, in the shortest form.</summary>
    public void WriteTuple(IReadOnlyList<long> values)
    {
        if (values.Count > 3)
            Write(PickleOpcode.Mark);
        foreach (var value in values)
            WriteInteger(value);
        Write(values.Count switch
        {
            0 => PickleOpcode.EmptyTuple,
            1 => PickleOpcode.Tuple1,
            2 => PickleOpcode.Tuple2,
            3 => PickleOpcode.Tuple3,
            _ => PickleOpcode.Tuple,
        });
    }

    /// <summary>An empty OrderedDict.</summary>
    public void WriteOrderedDictionary()
    {
        WriteGlobal("collections", "OrderedDict");
        Write(PickleOpcode.EmptyTuple);
        Write(PickleOpcode.Reduce);
    }

    // As few bytes as hold the number and its sign.
    private void WriteLong(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        var length = bytes.Length;
        while (length > 1 && bytes[length - 1] == (value < 0 ? 0xFF : 0) && bytes[length - 2] >> 7 == (value < 0 ? 1 : 0))
            length--;
        Write(PickleOpcode.Long1);
        WriteBytes((byte)length);
        WriteBytes(bytes[..length]);
    }

    private void WriteInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        WriteBytes(bytes);
    }

    private void WriteBytes(params ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
