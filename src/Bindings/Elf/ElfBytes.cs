using System.Buffers.Binary;
using System.Text;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Elf;

/// <summary>Little-endian reads from a file that is not trusted: every read is checked against its end.</summary>
internal sealed class ElfBytes(string path, ReadOnlyMemory<byte> bytes)
{
    public string Path => path;

    public int Length => bytes.Length;

    public ushort U16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    public uint U32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    public ulong U64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, 8));

    /// <summary>Bytes at an offset, refused when they pass the end.</summary>
    public ReadOnlySpan<byte> Slice(ulong offset, ulong count)
    {
        var length = (ulong)bytes.Length;
        return offset <= length && count <= length - offset
            ? bytes.Span.Slice((int)offset, (int)count)
            : throw Malformed(offset, $"{count} bytes are needed here, but the file ends at byte {length}");
    }

    /// <summary>
    /// A zero-terminated name within the string table [<paramref name="start"/>,
    /// <paramref name="start"/> + <paramref name="size"/>).
    /// </summary>
    public string Name(ulong start, ulong size, ulong index, int longest)
    {
        if (index >= size)
            throw Malformed(start, $"a name begins at {index} of a string table of {size} bytes");
        var window = Slice(start + index, Math.Min(size - index, (ulong)longest + 1));
        var end = window.IndexOf((byte)0);
        return end >= 0
            ? Encoding.UTF8.GetString(window[..end])
            : throw Malformed(start + index, $"a name does not end within {window.Length} bytes");
    }

    public MalformedFileException Malformed(ulong offset, string reason) =>
        new(path, (long)Math.Min(offset, long.MaxValue), $"{reason}. The library is damaged; restore it from its package.");
}
