using System.Buffers.Binary;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Zip;

/// <summary>The bytes of an archive; who asks for a number has checked that it lies inside.</summary>
internal sealed class ZipSource(string path, ReadOnlyMemory<byte> bytes)
{
    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Bytes of the file.</summary>
    public int Length => bytes.Length;

    /// <summary>A number of two bytes.</summary>
    public int UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[offset..]);

    /// <summary>A number of four bytes.</summary>
    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[offset..]);

    /// <summary>A number of eight bytes.</summary>
    public ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[offset..]);

    /// <summary>An error at a place of the file.</summary>
    public MalformedFileException Malformed(int offset, string reason) => new(path, offset, reason);
}
