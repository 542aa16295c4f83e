using System.Buffers.Binary;
using System.IO.Compression;

namespace TorchBasics.Formats.Idx;

/// <summary>
/// A gzip file of one member, with every check that the format offers: .NET's GZipStream may take a truncated file for a
/// complete one, so only its inflater is used.
/// </summary>
/// <remarks>Source: RFC 1952; RFC 1951 for the compressed data inside.</remarks>
internal sealed class GzipContent : IdxContent
{
    private const int TrailerLength = 8;

    // The best case of RFC 1951 is a copy of 258 bytes for 2 bits.
    private const long LargestRatio = 1032;

    private readonly DeflateInput _input;
    private readonly DeflateStream _inflater;
    private readonly uint _expectedCrc;
    private readonly uint _expectedLength;
    private uint _crc;

    public GzipContent(string path, Stream source)
        : base(path)
    {
        var end = source.Length - TrailerLength;
        var start = SkipHeader(source, end);
        source.Position = end;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        source.ReadExactly(trailer);
        _expectedCrc = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        _expectedLength = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        _input = new DeflateInput(source, start, end);
        _inflater = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Whether the stream begins with the two bytes of gzip.</summary>
    public static bool IsGzip(Stream source)
    {
        source.Position = 0;
        return source.ReadByte() == 0x1F && source.ReadByte() == 0x8B;
    }

    public override void CheckLength(long length)
    {
        if ((uint)length != _expectedLength)
            throw Malformed(
                $"the header declares {length} bytes in all, the last bytes of the gzip file say {_expectedLength}. "
                + "The file is truncated or damaged; get it again.");
        if (length > _input.Length * LargestRatio)
            throw Malformed(
                $"the header declares {length} bytes in all; {_input.Length} compressed bytes cannot hold so many. "
                + "The file is truncated or damaged; get it again.");
    }

    public override void CheckEnd()
    {
        if (Read(new byte[1]) != 0)
            throw Malformed("more bytes follow the last number.");
        if (_input.AskedBeyondEnd)
            throw Malformed("the compressed data stop without an end mark. The file is truncated or damaged; get it again.");
        if (_input.Remaining != 0)
            throw Malformed("more data follow the end of the compressed data; only one gzip member is read.");
        if (_crc != _expectedCrc)
            throw Malformed(
                $"the check sum is {_crc:X8}; the gzip file says {_expectedCrc:X8}. The file is damaged; get it again.");
    }

    public override void Dispose()
    {
        _inflater.Dispose();
        base.Dispose();
    }

    protected override int Read(Span<byte> buffer)
    {
        try
        {
            var count = _inflater.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            _crc = Crc32.Append(_crc, buffer[..count]);
            return count;
        }
        catch (InvalidDataException error)
        {
            throw Malformed("the compressed data are damaged. Get the file again.", error);
        }
    }

    private long SkipHeader(Stream source, long end)
    {
        var header = new GzipHeader(source, end);
        return header.Skip() is { } fault ? throw Malformed($"the gzip header {fault}.") : source.Position;
    }
}
