using System.Text;
using TorchBasics.Formats;

namespace TorchBasics.Tests.Managed.Formats.Zip;

/// <summary>Builds archives field by field, right or wrong, without the writer that is tested.</summary>
internal sealed class ZipArchive
{
    public List<Entry> Entries { get; } = [];

    /// <summary>Bytes before the first entry.</summary>
    public byte[] Prefix { get; init; } = [];

    /// <summary>Bytes between the last entry and the directory.</summary>
    public byte[] BeforeDirectory { get; init; } = [];

    /// <summary>Bytes between the directory and the end record.</summary>
    public byte[] AfterDirectory { get; init; } = [];

    /// <summary>Bytes after the end record.</summary>
    public byte[] Suffix { get; init; } = [];

    /// <summary>Whether there is an end record with 64-bit numbers.</summary>
    public bool Large { get; init; }

    /// <summary>Changes the end of the archive before it is written.</summary>
    public Action<EndRecord> ChangeEnd { get; init; } = _ => { };

    /// <summary>One entry; what the two headers say about it can be changed.</summary>
    public sealed class Entry(string name, byte[] content)
    {
        public byte[] Content { get; } = content;
        public Header Local { get; } = new(name, content);
        public Header Directory { get; } = new(name, content);
        public byte[] Descriptor { get; set; } = [];
        public uint? Offset { get; set; }
        public ushort Disk { get; set; }
        public byte[] Comment { get; set; } = [];
        public uint? DirectorySignature { get; set; }
    }

    /// <summary>What both headers of an entry say.</summary>
    public sealed class Header(string name, byte[] content)
    {
        public uint Signature { get; set; } = 0x04034B50;
        public byte[] Name { get; set; } = Encoding.UTF8.GetBytes(name);
        public ushort? NameLength { get; set; }
        public ushort Flags { get; set; } = 0x0800;
        public ushort Method { get; set; }
        public uint Crc { get; set; } = Crc32.Append(0, content);
        public uint Stored { get; set; } = (uint)content.Length;
        public uint Size { get; set; } = (uint)content.Length;
        public byte[] Extra { get; set; } = [];
        public ushort? ExtraLength { get; set; }
    }

    /// <summary>The numbers at the end of the archive.</summary>
    public sealed class EndRecord
    {
        public ushort Disk { get; set; }
        public ushort DirectoryDisk { get; set; }
        public ulong CountHere { get; set; }
        public ulong Count { get; set; }
        public ulong Size { get; set; }
        public ulong Offset { get; set; }
        public ushort CommentLength { get; set; }
        public uint LargeDisk { get; set; }
        public ulong LargeCountHere { get; set; }
        public ulong LargeCount { get; set; }
        public ulong LargeSize { get; set; }
        public ulong LargeOffset { get; set; }
        public ulong LargeRest { get; set; } = 44;
        public uint LargeSignature { get; set; } = 0x06064B50;
        public ulong LargePlace { get; set; }
        public uint Disks { get; set; } = 1;
    }

    /// <summary>An archive of entries, to be changed.</summary>
    public static ZipArchive Of(params (string Name, string Content)[] entries)
    {
        var archive = new ZipArchive();
        archive.Add(entries);
        return archive;
    }

    public ZipArchive Add(params (string Name, string Content)[] entries)
    {
        Entries.AddRange(entries.Select(entry => new Entry(entry.Name, Encoding.UTF8.GetBytes(entry.Content))));
        return this;
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Prefix);
        var offsets = new List<uint>();
        foreach (var entry in Entries)
        {
            offsets.Add((uint)stream.Position);
            writer.Write(entry.Local.Signature);
            WriteCommon(writer, entry.Local);
            writer.Write(entry.Local.Name);
            writer.Write(entry.Local.Extra);
            writer.Write(entry.Content);
            writer.Write(entry.Descriptor);
        }

        writer.Write(BeforeDirectory);
        var start = stream.Position;
        foreach (var (entry, offset) in Entries.Zip(offsets))
        {
            writer.Write(entry.DirectorySignature ?? 0x02014B50);
            writer.Write((ushort)20);
            WriteCommon(writer, entry.Directory);
            writer.Write((ushort)entry.Comment.Length);
            writer.Write(entry.Disk);
            writer.Write(new byte[6]);
            writer.Write(entry.Offset ?? offset);
            writer.Write(entry.Directory.Name);
            writer.Write(entry.Directory.Extra);
            writer.Write(entry.Comment);
        }

        var size = stream.Position - start;
        writer.Write(AfterDirectory);
        WriteEnd(writer, (ulong)start, (ulong)size);
        writer.Write(Suffix);
        return stream.ToArray();
    }

    private static void WriteCommon(BinaryWriter writer, Header header)
    {
        writer.Write((ushort)20);
        writer.Write(header.Flags);
        writer.Write(header.Method);
        writer.Write(0U); // time and date
        writer.Write(header.Crc);
        writer.Write(header.Stored);
        writer.Write(header.Size);
        writer.Write(header.NameLength ?? (ushort)header.Name.Length);
        writer.Write(header.ExtraLength ?? (ushort)header.Extra.Length);
    }

    private void WriteEnd(BinaryWriter writer, ulong start, ulong size)
    {
        var count = (ulong)Entries.Count;
        var end = new EndRecord
        {
            CountHere = count,
            Count = count,
            Size = size,
            Offset = start,
            LargeCountHere = count,
            LargeCount = count,
            LargeSize = size,
            LargeOffset = start,
            LargePlace = (ulong)writer.BaseStream.Position,
        };
        ChangeEnd(end);
        if (Large)
            WriteLargeEnd(writer, end);
        writer.Write(0x06054B50U);
        writer.Write(end.Disk);
        writer.Write(end.DirectoryDisk);
        writer.Write((ushort)end.CountHere);
        writer.Write((ushort)end.Count);
        writer.Write((uint)end.Size);
        writer.Write((uint)end.Offset);
        writer.Write(end.CommentLength);
    }

    private static void WriteLargeEnd(BinaryWriter writer, EndRecord end)
    {
        writer.Write(end.LargeSignature);
        writer.Write(end.LargeRest);
        writer.Write(0x002D_002DU);
        writer.Write(end.LargeDisk);
        writer.Write(0U);
        writer.Write(end.LargeCountHere);
        writer.Write(end.LargeCount);
        writer.Write(end.LargeSize);
        writer.Write(end.LargeOffset);
        writer.Write(0x07064B50U);
        writer.Write(0U);
        writer.Write(end.LargePlace);
        writer.Write(end.Disks);
    }
}
