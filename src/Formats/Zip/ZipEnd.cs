using static TorchBasics.Formats.Zip.ZipFormat;

namespace TorchBasics.Formats.Zip;

/// <summary>What the end of an archive tells: where its directory is.</summary>
/// <param name="Offset">First byte of the directory.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="Count">Entries.</param>
internal readonly record struct ZipEnd(int Offset, int End, int Count)
{
    private const ulong Saturated16 = ushort.MaxValue;
    private const ulong Saturated32 = uint.MaxValue;

    /// <summary>Reads the end record, and the one with 64-bit numbers where there is one.</summary>
    public static ZipEnd Read(ZipSource source)
    {
        var end = FindRecord(source);
        if (source.UInt16(end + 4) != 0 || source.UInt16(end + 6) != 0)
            throw source.Malformed(end + 4, "the archive is one part of several; all of it must be in one file.");
        if (source.UInt16(end + 8) != source.UInt16(end + 10))
            throw source.Malformed(end + 8, "the end record gives two different numbers of entries.");
        var (count, size, offset) =
            ((ulong)source.UInt16(end + 10), (ulong)source.UInt32(end + 12), (ulong)source.UInt32(end + 16));
        var limit = end;
        if (end >= LocatorLength && source.UInt32(end - LocatorLength) == LocatorSignature)
        {
            limit = FindLargeRecord(source, end - LocatorLength);
            count = Agreed(source, count, Saturated16, limit + 32, end + 10);
            size = Agreed(source, size, Saturated32, limit + 40, end + 12);
            offset = Agreed(source, offset, Saturated32, limit + 48, end + 16);
        }

        if (offset > (ulong)limit || size != (ulong)limit - offset)
            throw source.Malformed(end + 12, $"the directory is said to have {size} bytes from byte {offset}; "
                + $"it must end where the end record begins, at byte {limit}.");
        if (count > size / DirectoryLength)
            throw source.Malformed(
                end + 10, $"the directory is said to have {count} entries, which do not fit into its {size} bytes.");
        return new ZipEnd((int)offset, limit, (int)count);
    }

    private static int FindRecord(ZipSource source)
    {
        var bytes = source.Bytes.Span;
        var end = bytes.Length - EndLength;
        if (end >= 0 && source.UInt32(end) == EndSignature)
            return source.UInt16(end + 20) == 0
                ? end
                : throw source.Malformed(end + 20, "the archive is said to have a comment that is not there.");
        if (!IsBeginning(bytes))
            throw source.Malformed(0, FileSignature.Describe(bytes) is { } other
                ? $"the file {other}"
                : "the file does not begin as a zip archive does. Is it another kind of file?");
        var earlier = bytes.LastIndexOf("PK\x5\x6"u8);
        throw earlier >= 0 && earlier <= end
            ? source.Malformed(
                earlier + EndLength,
                $"{bytes.Length - earlier - EndLength} bytes follow the end of the archive, where nothing is expected.")
            : source.Malformed(bytes.Length, "the file ends without the directory of a zip archive. The file is truncated.");
    }

    private static int FindLargeRecord(ZipSource source, int locator)
    {
        var record = locator - LargeEndLength;
        if (source.UInt32(locator + 4) != 0 || source.UInt32(locator + 16) != 1)
            throw source.Malformed(locator + 4, "the archive is one part of several; all of it must be in one file.");
        if (record < 0 || source.UInt64(locator + 8) != (ulong)record || source.UInt32(record) != LargeEndSignature
            || source.UInt64(record + 4) != LargeEndRest)
            throw source.Malformed(
                locator + 8, "the zip64 end record is not where the archive says; it must stand right before this.");
        if (source.UInt32(record + 16) != 0 || source.UInt32(record + 20) != 0)
            throw source.Malformed(record + 16, "the archive is one part of several; all of it must be in one file.");
        if (source.UInt64(record + 24) != source.UInt64(record + 32))
            throw source.Malformed(record + 24, "the zip64 end record gives two different numbers of entries.");
        return record;
    }

    // The short record repeats the number of the long one, or says by the largest number that it does not fit.
    private static ulong Agreed(ZipSource source, ulong value, ulong saturated, int largeOffset, int offset)
    {
        var large = source.UInt64(largeOffset);
        return value == large || value == saturated ? large : throw source.Malformed(
            offset, $"the end record says {value} where the zip64 end record says {large}.");
    }
}
