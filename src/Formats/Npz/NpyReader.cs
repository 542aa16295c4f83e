using System.Buffers.Binary;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Formats.Npz;

/// <summary>Reads the entries of an archive as arrays.</summary>
/// <param name="path">The file, for messages.</param>
internal sealed class NpyReader(string path)
{
    private const int VersionLength = 2;

    /// <summary>Reads one entry.</summary>
    public NamedArray Read(ZipEntry entry)
    {
        if (!entry.Name.EndsWith(NpyFormat.Extension, StringComparison.Ordinal))
            throw new MalformedFileException(
                path,
                entry.Offset,
                $"'{entry.Name}' is not an array of NumPy; only entries that end in {NpyFormat.Extension} are expected.");
        var name = entry.Name[..^NpyFormat.Extension.Length];
        var (begin, end) = FindHeader(entry);
        var header = new NpyHeaderReader(path, name, entry.Offset + begin, entry.Bytes.Span[begin..end]).Read();
        var data = entry.Bytes[end..];
        var view = new StridedView(offset: 0, header.Sizes, Strides(header));
        var size = NamedArray.SizeOf(header.Type);
        if (data.Length % size != 0 || view.Problem(data.Length / size) is not null || view.Count != data.Length / size)
            throw new MalformedFileException(
                path,
                entry.Offset + end,
                $"'{name}' has {data.Length} bytes, which is not what {header.Type} [{string.Join(", ", header.Sizes)}] needs.");
        if (header.Type == ElementType.Boolean && data.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is var place and >= 0)
            throw new MalformedFileException(path, entry.Offset + end + place, $"a truth value of '{name}' is neither 0 nor 1.");
        return new NamedArray(name, header.Type, header.Sizes, view.IsContiguous ? data : view.Copy(data.Span, size));
    }

    // Magic, version, length of the header in 2 bytes (version 1) or 4, header.
    private (int Begin, int End) FindHeader(ZipEntry entry)
    {
        var bytes = entry.Bytes.Span;
        var place = NpyFormat.Magic.Length;
        if (!bytes.StartsWith(NpyFormat.Magic) || bytes.Length < place + VersionLength)
            throw new MalformedFileException(path, entry.Offset, $"'{entry.Name}' does not begin as an array of NumPy does.");
        var (major, minor) = (bytes[place], bytes[place + 1]);
        if (major is < 1 or > 3 || minor != 0)
            throw new MalformedFileException(
                path,
                entry.Offset + place,
                $"'{entry.Name}' has version {major}.{minor} of NumPy's format; 1.0, 2.0 and 3.0 are read.");
        place += VersionLength;
        var lengthLength = major == 1 ? sizeof(ushort) : sizeof(uint);
        if (bytes.Length < place + lengthLength)
            throw new MalformedFileException(
                path, entry.Offset + bytes.Length, $"'{entry.Name}' ends before the length of its header.");
        var length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);
        if (length > NpyFormat.LongestHeader || length > bytes.Length - place - lengthLength)
            throw new MalformedFileException(path, entry.Offset + place, $"the header of '{entry.Name}' is said to have {length} "
                + $"bytes; at most {NpyFormat.LongestHeader} are read, and not more than there are.");
        return (place + lengthLength, place + lengthLength + (int)length);
    }

    // An array of nothing may have any other sizes; its strides do not matter.
    private static long[] Strides(NpyHeader header)
    {
        var strides = new long[header.Sizes.Length];
        var stride = 1L;
        for (var i = 0; i < strides.Length; i++)
        {
            var axis = header.IsFortranOrder ? i : strides.Length - 1 - i;
            strides[axis] = stride;
            stride = (long)Int128.Min((Int128)stride * Math.Max(header.Sizes[axis], 1), long.MaxValue);
        }

        return strides;
    }
}
