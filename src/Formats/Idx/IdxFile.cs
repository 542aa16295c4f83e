using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Idx;

/// <summary>
/// The format of the MNIST files: a magic number, the sizes, the numbers, all big-endian; plain or compressed by gzip,
/// which is recognised by its first bytes, whatever the file is called.
/// </summary>
/// <remarks>
/// Bytes 0 and 1 are zero; byte 2 is the type (8 ubyte, 9 sbyte, 11 short, 12 int, 13 float, 14 double); byte 3 is the
/// number of axes; then one 32-bit size for each axis; then the numbers, row by row.
/// Source: LeCun, Cortes, Burges, the MNIST database of handwritten digits, "The IDX file format".
/// </remarks>
public static class IdxFile
{
    /// <summary>The largest array that <see cref="Read(string, int?, long)"/> accepts unless told otherwise: 1 GiB.</summary>
    public const long DefaultMaximumBytes = 1L << 30;

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file; the array is named after it.</param>
    /// <param name="expectedRank">The number of axes it must have (3 for images, 1 for labels), or null for any.</param>
    /// <param name="maximumBytes">The largest array accepted, in bytes.</param>
    /// <returns>The array, in little-endian order.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break the rules of the format, or another number of axes was expected.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static NamedArray Read(string path, int? expectedRank = null, long maximumBytes = DefaultMaximumBytes)
    {
        using var file = InputFile.Open(path);
        return InputFile.Guard(path, () => Read(path, file, expectedRank, maximumBytes));
    }

    /// <summary>Reads a stream from its beginning to its end.</summary>
    /// <param name="path">What messages and the array are named after.</param>
    /// <param name="source">A stream whose length is known; it stays open.</param>
    /// <param name="expectedRank">The number of axes it must have, or null for any.</param>
    /// <param name="maximumBytes">The largest array accepted, in bytes.</param>
    /// <returns>The array, in little-endian order.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break the rules of the format, or another number of axes was expected.
    /// </exception>
    public static NamedArray Read(string path, Stream source, int? expectedRank = null, long maximumBytes = DefaultMaximumBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumBytes);
        using var content =
            GzipContent.IsGzip(source) ? new GzipContent(path, source) : (IdxContent)new PlainContent(path, source);
        var header = IdxHeader.Read(path, content, expectedRank, Math.Min(maximumBytes, Array.MaxLength));
        content.CheckLength(header.Length + header.PayloadLength);
        var payload = GC.AllocateUninitializedArray<byte>((int)header.PayloadLength);
        content.ReadExactly(payload);
        content.CheckEnd();
        SwapBytes(payload, NamedArray.SizeOf(header.Type));
        return new NamedArray(Path.GetFileName(path), header.Type, header.Sizes, payload);
    }

    /// <summary>Writes a file; an existing one is replaced when the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array: 1 to 8 axes, of a type the format knows.</param>
    /// <param name="compress">Whether to compress it by gzip.</param>
    /// <exception cref="ArgumentException">The format cannot hold this array.</exception>
    /// <exception cref="TorchBasicsException">The file could not be written: kind Failed.</exception>
    public static void Write(string path, NamedArray array, bool compress = false)
    {
        var header = IdxHeader.ToBytes(array);
        var payload = array.Bytes.ToArray();
        SwapBytes(payload, NamedArray.SizeOf(array.Type));
        AtomicFile.Write(path, stream =>
        {
            using var target = compress ? new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true) : null;
            (target ?? stream).Write(header);
            (target ?? stream).Write(payload);
        });
    }

    // The format is big-endian, arrays are little-endian, whatever this machine is.
    private static void SwapBytes(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }
}
