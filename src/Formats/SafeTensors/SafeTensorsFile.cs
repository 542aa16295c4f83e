using System.Buffers.Binary;
using TorchBasics.Core;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>
/// The safetensors format: named arrays behind a JSON header, nothing that could be executed. Our checkpoints are such
/// files, and PyTorch's, JAX's and other tools read them.
/// </summary>
/// <remarks>
/// Eight bytes: the length of the header, little-endian. The header: a JSON object that gives each name its "dtype",
/// "shape" and "data_offsets" [begin, end), counted from the end of the header, and texts under "__metadata__"; spaces at
/// its end. Then the bytes of the arrays, row by row, little-endian, without gaps, overlaps or a rest.
/// Source: the README of the safetensors project, section "Format".
/// </remarks>
public static class SafeTensorsFile
{
    /// <summary>The longest header, as the format's own reader sets it.</summary>
    public const int MaximumHeaderLength = 100_000_000;

    internal const int LengthLength = sizeof(ulong);

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file, up to 2 GiB.</param>
    /// <returns>Its arrays, which share one buffer, and its metadata.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static SafeTensorsContent Read(string path) => Parse(path, InputFile.ReadAll(path, Array.MaxLength));

    /// <summary>Reads the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content; the arrays are slices of it.</param>
    /// <returns>Its arrays and its metadata.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    public static SafeTensorsContent Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        var start = LengthLength + ReadHeaderLength(path, bytes.Span);
        var header = new SafeTensorsHeader(path, LengthLength, bytes.Span[LengthLength..start]);
        var (entries, metadata) = header.Read();
        var data = bytes[start..];
        entries.Sort((left, right) => (left.Begin, left.End, left.HeaderOffset).CompareTo((right.Begin, right.End, right.HeaderOffset)));
        CheckRanges(path, entries, start, data.Length);
        foreach (var entry in entries)
            CheckContent(path, entry, start, data.Span);
        return new SafeTensorsContent([.. entries.Select(entry => Slice(entry, data))], metadata);
    }

    /// <summary>Writes a file; an existing one is replaced when the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays, in any order; names must differ.</param>
    /// <param name="metadata">Free texts by name, or null for none.</param>
    /// <exception cref="ArgumentException">Two arrays have one name, or a name is not possible.</exception>
    /// <exception cref="TorchBasicsException">The file could not be written: kind Failed.</exception>
    /// <remarks>
    /// The bytes depend on the content alone: arrays are ordered by type, largest elements first, then by name, as the
    /// format's own writer does; the metadata by name.
    /// </remarks>
    public static void Write(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var writer = new SafeTensorsWriter(arrays, metadata);
        AtomicFile.Write(path, writer.WriteTo);
    }

    /// <summary>The bytes that <see cref="Write"/> would write.</summary>
    /// <param name="arrays">The arrays, in any order; names must differ.</param>
    /// <param name="metadata">Free texts by name, or null for none.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ArgumentException">Two arrays have one name, or a name is not possible.</exception>
    public static byte[] ToBytes(IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        new SafeTensorsWriter(arrays, metadata).WriteTo(stream);
        return stream.ToArray();
    }

    private static int ReadHeaderLength(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LengthLength)
            throw new MalformedFileException(path, bytes.Length, $"the file ends here; a safetensors file begins with {LengthLength} bytes that give the length of its header.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > MaximumHeaderLength)
            throw new MalformedFileException(path, 0, $"the header is said to have {length} bytes; at most {MaximumHeaderLength} are accepted. Is it another kind of file?");
        if (length > (ulong)(bytes.Length - LengthLength))
            throw new MalformedFileException(path, 0, $"the header is said to have {length} bytes; the file has {bytes.Length} in all. The file is truncated.");
        return (int)length;
    }

    private static void CheckRanges(string path, List<SafeTensorsEntry> entries, int start, long length)
    {
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
                throw new MalformedFileException(path, entry.HeaderOffset, $"'{entry.Name}' begins at {entry.Begin}; expected {end}, where the array before it ends.");
            if (entry.End < entry.Begin)
                throw new MalformedFileException(path, entry.HeaderOffset, $"'{entry.Name}' ends at {entry.End}, before it begins.");
            if (entry.End > length)
                throw new MalformedFileException(path, start + length, $"the file ends here; '{entry.Name}' needs {entry.End - length} more bytes. The file is truncated.");
            if (ByteCount(entry) != entry.End - entry.Begin)
                throw new MalformedFileException(path, entry.HeaderOffset, $"'{entry.Name}' has {entry.End - entry.Begin} bytes, which is not what {entry.Type} [{string.Join(", ", entry.Sizes)}] needs.");
            end = entry.End;
        }

        if (end != length)
            throw new MalformedFileException(path, start + end, $"{length - end} bytes follow the last array.");
    }

    // Null when the product is larger than any file.
    private static long? ByteCount(SafeTensorsEntry entry)
    {
        var count = (long)NamedArray.SizeOf(entry.Type);
        foreach (var size in entry.Sizes)
        {
            if (size > 0 && count > long.MaxValue / size)
                return null;
            count *= size;
        }

        return count;
    }

    private static void CheckContent(string path, SafeTensorsEntry entry, int start, ReadOnlySpan<byte> data)
    {
        if (entry.Type != ElementType.Boolean)
            return;
        var place = data[(int)entry.Begin..(int)entry.End].IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (place >= 0)
            throw new MalformedFileException(path, start + entry.Begin + place, $"a truth value of '{entry.Name}' is neither 0 nor 1.");
    }

    private static NamedArray Slice(SafeTensorsEntry entry, ReadOnlyMemory<byte> data) =>
        new(entry.Name, entry.Type, entry.Sizes, data[(int)entry.Begin..(int)entry.End]);
}
