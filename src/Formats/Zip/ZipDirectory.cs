using System.Text;
using static TorchBasics.Formats.Zip.ZipFormat;

namespace TorchBasics.Formats.Zip;

/// <summary>Reads the directory at the end of an archive.</summary>
internal sealed class ZipDirectory(ZipSource source, ZipEnd end, string advice)
{
    private readonly HashSet<string> _names = new(end.Count);

    /// <summary>The entries, in the order of their contents.</summary>
    public ZipHeader[] Read()
    {
        var headers = new ZipHeader[end.Count];
        var offset = end.Offset;
        for (var i = 0; i < headers.Length; i++)
            headers[i] = ReadHeader(ref offset);
        if (offset != end.End)
            throw source.Malformed(offset, $"{end.End - offset} bytes follow the last entry of the directory.");
        Array.Sort(headers, (left, right) => (left.LocalOffset, left.Place).CompareTo((right.LocalOffset, right.Place)));
        return headers;
    }

    private ZipHeader ReadHeader(ref int offset)
    {
        var place = offset;
        if (end.End - place < DirectoryLength || source.UInt32(place) != DirectorySignature)
            throw source.Malformed(place, "an entry of the directory is expected here.");
        var nameEnd = place + DirectoryLength + source.UInt16(place + 28);
        offset = nameEnd + source.UInt16(place + 30);
        if (offset > end.End)
            throw source.Malformed(place + 28, "an entry of the directory is longer than the directory.");
        var flags = source.UInt16(place + 8);
        var name = ReadName(place + DirectoryLength, nameEnd, flags);
        CheckFeatures(name, place, flags);
        return ReadNumbers(name, place, flags, new ZipExtraField(source, nameEnd, offset));
    }

    private string ReadName(int offset, int nameEnd, int flags)
    {
        var bytes = source.Bytes.Span[offset..nameEnd];
        if ((flags & Utf8) == 0 && !Ascii.IsValid(bytes))
            throw source.Malformed(offset, "the name of an entry is neither ASCII nor marked as UTF-8.");
        if (Utf8Text.FirstInvalid(bytes) is var invalid and >= 0)
            throw source.Malformed(offset + invalid, "the name of an entry is not valid UTF-8.");
        var name = Encoding.UTF8.GetString(bytes);
        if (ZipName.Problem(name) is { } problem)
            throw source.Malformed(offset, $"the name of an entry {problem}.");
        return _names.Add(name) ? name : throw source.Malformed(offset, $"two entries are called '{name}'.");
    }

    private void CheckFeatures(string name, int place, int flags)
    {
        if ((flags & Encrypted) != 0)
            throw source.Malformed(place + 8, $"'{name}' is encrypted, which is not supported.");
        if ((flags & ~(HasDescriptor | Utf8)) != 0)
            throw source.Malformed(
                place + 8, $"'{name}' has the flags {flags:X4}, of which only {HasDescriptor | Utf8:X4} are supported.");
        if (source.UInt16(place + 10) is var method and not 0)
            throw source.Malformed(
                place + 10, $"'{name}' is compressed (method {method}); only stored entries are read. {advice}");
        if (source.UInt16(place + 32) != 0)
            throw source.Malformed(place + 32, $"'{name}' has a comment, which is not expected here.");
        if (source.UInt16(place + 34) != 0)
            throw source.Malformed(place + 34, $"'{name}' lies in another part of the archive; all of it must be in one file.");
    }

    private ZipHeader ReadNumbers(string name, int place, int flags, ZipExtraField extra)
    {
        var size = extra.Number(source.UInt32(place + 24));
        var stored = extra.Number(source.UInt32(place + 20));
        var local = extra.Number(source.UInt32(place + 42));
        extra.CheckAllUsed(name);
        if (size != stored)
            throw source.Malformed(place + 20, $"'{name}' is stored, and yet has {stored} bytes before and {size} after.");
        // That both lie before the directory is seen when the contents are laid side by side.
        if (size > (ulong)end.Offset || local > (ulong)end.Offset)
            throw source.Malformed(place + 24, $"'{name}' is said to have {size} bytes and to begin at byte {local}; "
                + $"the directory begins at byte {end.Offset}.");
        return new ZipHeader(name, flags, source.UInt32(place + 16), (int)size, (int)local, place);
    }
}
