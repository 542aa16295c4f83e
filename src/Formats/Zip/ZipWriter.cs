using System.Buffers.Binary;
using System.Text;
using static TorchBasics.Formats.Zip.ZipFormat;

namespace TorchBasics.Formats.Zip;

/// <summary>
/// Writes zip archives of stored entries whose contents begin at multiples of 64 bytes, as PyTorch does, so that a
/// program can map them into memory. The bytes depend on names and contents alone: every entry is dated 1980-01-01.
/// </summary>
/// <param name="stream">Where to write; it is left open.</param>
/// <param name="position">Bytes that stand before the archive in the same file; offsets count from there on.</param>
internal sealed class ZipWriter(Stream stream, long position = 0)
{
    /// <summary>Contents begin at multiples of this many bytes.</summary>
    public const int Alignment = 64;

    private const ushort Version = 10; // the first: stored entries
    private const ushort LargeVersion = 45; // zip64
    private const ushort FirstOfJanuary1980 = 0x0021;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(byte[] Name, uint Crc, uint Size, long Offset)> _entries = [];
    private readonly HashSet<string> _names = [];

    /// <summary>Writes one entry.</summary>
    /// <param name="name">Its name, with folders separated by '/'.</param>
    /// <param name="bytes">Its content.</param>
    /// <exception cref="ArgumentException">The name is not possible in an archive, or was used before.</exception>
    public void Add(string name, ReadOnlySpan<byte> bytes) => Add(name, bytes, []);

    /// <summary>Writes one entry of two parts.</summary>
    /// <param name="name">Its name, with folders separated by '/'.</param>
    /// <param name="first">The beginning of its content.</param>
    /// <param name="rest">The rest.</param>
    /// <exception cref="ArgumentException">The name is not possible in an archive, or was used before.</exception>
    public void Add(string name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> rest)
    {
        var encoded = Encode(name);
        if (!_names.Add(name))
            throw new ArgumentException($"Two entries are called '{name}'.", nameof(name));
        var crc = Crc32.Append(Crc32.Append(0, first), rest);
        var entry = (Name: encoded, Crc: crc, Size: checked((uint)((long)first.Length + rest.Length)), Offset: position);
        _entries.Add(entry);
        var padding = (int)(-(position + LocalLength + encoded.Length + 4) & (Alignment - 1));

        WriteInt(LocalSignature);
        WriteCommon(entry, Version, extraLength: 4 + padding);
        Write(encoded);
        WriteShort(PaddingField, padding);
        Write(Enumerable.Repeat((byte)'Z', padding).ToArray());
        Write(first);
        Write(rest);
    }

    /// <summary>Writes the directory, which ends the archive.</summary>
    public void Complete()
    {
        var start = position;
        foreach (var entry in _entries)
            WriteDirectoryEntry(entry);
        WriteEnd(start, position - start);
    }

    private static byte[] Encode(string name)
    {
        if (ZipName.Problem(name) is { } problem)
            throw new ArgumentException($"'{name}' cannot be the name of an entry: it {problem}.", nameof(name));
        try
        {
            return StrictUtf8.GetBytes(name) is { Length: <= ushort.MaxValue } bytes
                ? bytes
                : throw new ArgumentException($"The name of an entry has more than {ushort.MaxValue} bytes.", nameof(name));
        }
        catch (EncoderFallbackException error)
        {
            throw new ArgumentException(
                "The name of an entry holds half a character (a surrogate without its partner).", nameof(name), error);
        }
    }

    private void WriteDirectoryEntry((byte[] Name, uint Crc, uint Size, long Offset) entry)
    {
        var version = LargeOrNot(entry.Offset);
        var large = version == LargeVersion;
        WriteInt(DirectorySignature);
        WriteShort(version);
        WriteCommon(entry, version, extraLength: large ? 12 : 0);
        WriteShort(0, 0, 0); // no comment, first part, no attributes
        WriteInt(0);
        WriteInt(Saturate(entry.Offset));
        Write(entry.Name);
        if (!large)
            return;
        WriteShort(LargeField, sizeof(long));
        WriteLong(entry.Offset);
    }

    // What the two headers of an entry have in common.
    private void WriteCommon((byte[] Name, uint Crc, uint Size, long Offset) entry, ushort version, int extraLength)
    {
        WriteShort(version, Utf8, 0, 0, FirstOfJanuary1980); // needed to read, flags, stored, time, date
        WriteInt(entry.Crc);
        WriteInt(entry.Size);
        WriteInt(entry.Size);
        WriteShort(entry.Name.Length, extraLength);
    }

    // The record with 64-bit numbers comes always, as in PyTorch's archives, so that there is one form and not two.
    private void WriteEnd(long start, long size)
    {
        var end = position;
        WriteInt(LargeEndSignature);
        WriteLong(LargeEndRest);
        WriteShort(LargeVersion, LargeVersion); // made by, needed
        WriteLong(0); // the first part, and the only one
        WriteLong(_entries.Count);
        WriteLong(_entries.Count);
        WriteLong(size);
        WriteLong(start);

        WriteInt(LocatorSignature);
        WriteInt(0);
        WriteLong(end);
        WriteInt(1);

        var count = Math.Min(_entries.Count, ushort.MaxValue);
        WriteInt(EndSignature);
        WriteShort(0, 0, count, count);
        WriteInt(Saturate(size));
        WriteInt(Saturate(start));
        WriteShort(0); // no comment
    }

    private static ushort LargeOrNot(long offset) => offset >= uint.MaxValue ? LargeVersion : Version;

    private static uint Saturate(long value) => (uint)Math.Min(value, uint.MaxValue);

    private void WriteShort(params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)number));
            Write(bytes);
        }
    }

    private void WriteInt(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        Write(bytes);
    }

    private void WriteLong(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Write(bytes);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        position += bytes.Length;
    }
}
