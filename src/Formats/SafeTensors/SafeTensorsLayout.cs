using System.Buffers.Binary;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>
/// Where the arrays of a file are, once every rule has been checked that can be checked without their elements.
/// </summary>
/// <param name="Entries">The arrays, in the order of their bytes.</param>
/// <param name="Metadata">Free texts by name.</param>
/// <param name="Start">Where the bytes of the arrays begin.</param>
internal sealed record SafeTensorsLayout(
    IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, long Start)
{
    /// <summary>Bytes at the beginning of a file that say how long the header is.</summary>
    public const int LengthLength = sizeof(ulong);

    /// <summary>Bytes of the header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="beginning">The first bytes of the file: <see cref="LengthLength"/>, or fewer when it has no more.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <returns>A length that the file has room for.</returns>
    public static int ReadHeaderLength(string path, ReadOnlySpan<byte> beginning, long fileLength)
    {
        if (beginning.Length < LengthLength)
            throw new MalformedFileException(
                path,
                beginning.Length,
                $"the file ends here; a safetensors file begins with {LengthLength} bytes that give the length of its header.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(beginning);
        if (length > SafeTensorsFile.MaximumHeaderLength)
            throw new MalformedFileException(path, 0, $"the header is said to have {length} bytes; "
                + $"at most {SafeTensorsFile.MaximumHeaderLength} are accepted. Is it another kind of file?");
        if (length > (ulong)(fileLength - LengthLength))
            throw new MalformedFileException(
                path, 0, $"the header is said to have {length} bytes; the file has {fileLength} in all. The file is truncated.");
        return (int)length;
    }

    /// <summary>Reads the header and compares it with the length of the file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="json">The header.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    public static SafeTensorsLayout Read(string path, ReadOnlySpan<byte> json, long fileLength)
    {
        var start = LengthLength + (long)json.Length;
        var (entries, metadata) = new SafeTensorsHeader(path, LengthLength, json).Read();
        entries.Sort(
            (left, right) => (left.Begin, left.End, left.HeaderOffset).CompareTo((right.Begin, right.End, right.HeaderOffset)));
        CheckRanges(path, entries, start, fileLength - start);
        return new SafeTensorsLayout(entries, metadata, start);
    }

    /// <summary>Checks elements that may not have every value.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="entry">The array that they belong to.</param>
    /// <param name="offset">Where the first of them stands in the file.</param>
    /// <param name="bytes">Some or all of its elements.</param>
    public static void CheckContent(string path, SafeTensorsEntry entry, long offset, ReadOnlySpan<byte> bytes)
    {
        if (entry.Type == ElementType.Boolean && bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) is var place and >= 0)
            throw new MalformedFileException(path, offset + place, $"a truth value of '{entry.Name}' is neither 0 nor 1.");
    }

    private static void CheckRanges(string path, List<SafeTensorsEntry> entries, long start, long length)
    {
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
                throw new MalformedFileException(
                    path,
                    entry.HeaderOffset,
                    $"'{entry.Name}' begins at {entry.Begin}; expected {end}, where the array before it ends.");
            if (entry.End < entry.Begin)
                throw new MalformedFileException(
                    path, entry.HeaderOffset, $"'{entry.Name}' ends at {entry.End}, before it begins.");
            if (entry.End > length)
                throw new MalformedFileException(
                    path,
                    start + length,
                    $"the file ends here; '{entry.Name}' needs {entry.End - length} more bytes. The file is truncated.");
            if (ByteCount(entry) != entry.End - entry.Begin)
                throw new MalformedFileException(path, entry.HeaderOffset, $"'{entry.Name}' has {entry.End - entry.Begin} bytes, "
                    + $"which is not what {entry.Type} [{string.Join(", ", entry.Sizes)}] needs.");
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
}
