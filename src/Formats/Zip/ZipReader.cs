using TorchBasics.Core.Errors;
using static TorchBasics.Formats.Zip.ZipFormat;

namespace TorchBasics.Formats.Zip;

/// <summary>
/// Reads zip archives of stored entries, as torch.save and np.savez write them. The whole file is accounted for: contents
/// follow each other from the first byte to the directory without overlap or gap, what is said twice is said the same,
/// and every check sum is verified. Compression is refused, so that nothing grows.
/// </summary>
/// <remarks>Source: PKWARE's APPNOTE.TXT 6.3.10.</remarks>
internal sealed class ZipReader
{
    private readonly ZipSource _source;
    private readonly ZipEnd _end;
    private readonly ZipHeader[] _headers;

    private ZipReader(ZipSource source, string advice)
    {
        _source = source;
        _end = ZipEnd.Read(source);
        _headers = new ZipDirectory(source, _end, advice).Read();
    }

    /// <summary>What an entry costs at most: itself, its description, three tables with its name or a part of it.</summary>
    public static long CostOf(ZipEntry entry) => 320 + (3 * sizeof(char) * (long)entry.Name.Length);

    /// <summary>Reads an archive.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">Its whole content.</param>
    /// <param name="advice">What to do about compressed entries: a sentence.</param>
    /// <returns>The entries, in the order of their contents, which are slices of the file.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break a rule of the format, or use a part of it that is not supported.
    /// </exception>
    public static IReadOnlyList<ZipEntry> Read(string path, ReadOnlyMemory<byte> bytes, string advice) =>
        new ZipReader(new ZipSource(path, bytes), advice).ReadEntries();

    private ZipEntry[] ReadEntries()
    {
        var entries = new ZipEntry[_headers.Length];
        var first = entries.Length > 0 ? _headers[0].LocalOffset : _end.Offset;
        if (first != 0)
            throw _source.Malformed(0, $"{first} bytes before the first entry belong to no entry.");
        for (var i = 0; i < entries.Length; i++)
            entries[i] = ReadEntry(_headers[i], next: i + 1 < entries.Length ? _headers[i + 1].LocalOffset : _end.Offset);
        foreach (var (entry, header) in entries.Zip(_headers))
            CheckCrc(entry, header);
        return entries;
    }

    private ZipEntry ReadEntry(ZipHeader header, int next)
    {
        var local = header.LocalOffset;
        if (next - local < LocalLength)
            throw Overlapping(header, next);
        if (_source.UInt32(local) != LocalSignature)
            throw _source.Malformed(local, $"the header of '{header.Name}' is expected here.");
        var nameEnd = (long)local + LocalLength + _source.UInt16(local + 26);
        var start = nameEnd + _source.UInt16(local + 28);
        var end = start + header.Size;
        if (end > next)
            throw Overlapping(header, next);
        CheckHeader(header, (int)nameEnd, new ZipExtraField(_source, (int)nameEnd, (int)start));
        CheckDescriptor(header, (int)end, next);
        return new ZipEntry(header.Name, _source.Bytes[(int)start..(int)end], (int)start);
    }

    private void CheckHeader(ZipHeader header, int nameEnd, ZipExtraField extra)
    {
        var local = header.LocalOffset;
        var name = header.Place + DirectoryLength;
        var bytes = _source.Bytes.Span;
        if (!bytes[(local + LocalLength)..nameEnd].SequenceEqual(bytes[name..(name + _source.UInt16(header.Place + 28))]))
            throw _source.Malformed(
                local + LocalLength, $"the header has another name than the directory, where it is '{header.Name}'.");
        if (_source.UInt16(local + 6) != header.Flags || _source.UInt16(local + 8) != 0)
            throw _source.Malformed(
                local + 6, $"the header of '{header.Name}' has other flags or another method than the directory.");
        var size = extra.Number(_source.UInt32(local + 22));
        var stored = extra.Number(_source.UInt32(local + 18));
        if (!extra.Repeats(size, stored))
            extra.CheckAllUsed(header.Name);
        var known = (header.Flags & HasDescriptor) == 0;
        if (!Agrees(_source.UInt32(local + 14), header.Crc) || !Agrees(size, (ulong)header.Size)
            || !Agrees(stored, (ulong)header.Size))
            throw _source.Malformed(
                local + 14, $"the header of '{header.Name}' has another check sum or size than the directory.");

        // Who writes a descriptor did not know the numbers yet and wrote 0.
        bool Agrees(ulong value, ulong expected) => value == expected || (!known && value == 0);
    }

    private void CheckDescriptor(ZipHeader header, int end, int next)
    {
        if ((header.Flags & HasDescriptor) == 0)
        {
            if (end != next)
                throw _source.Malformed(end, $"{next - end} bytes between '{header.Name}' and what follows belong to no entry.");
            return;
        }

        var agrees = (next - end) switch
        {
            16 => _source.UInt32(end + 8) == header.Size && _source.UInt32(end + 12) == header.Size,
            24 => _source.UInt64(end + 8) == (ulong)header.Size && _source.UInt64(end + 16) == (ulong)header.Size,
            _ => false,
        };
        if (!agrees || _source.UInt32(end) != DescriptorSignature || _source.UInt32(end + 4) != header.Crc)
            throw _source.Malformed(end, $"check sum and sizes of '{header.Name}' are expected here, "
                + $"the same as in the directory and nothing else before byte {next}.");
    }

    private MalformedFileException Overlapping(ZipHeader header, int next) =>
        _source.Malformed(
            header.LocalOffset, $"'{header.Name}' has {header.Size} bytes and overlaps what begins at byte {next}.");

    private void CheckCrc(ZipEntry entry, ZipHeader header)
    {
        if (Crc32.Append(0, entry.Bytes.Span) != header.Crc)
            throw _source.Malformed(
                entry.Offset,
                $"the content of '{entry.Name}' does not have the check sum that the directory gives. The file is damaged.");
    }
}
