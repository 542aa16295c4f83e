using System.Buffers.Binary;
using System.Text;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats.Zip;

/// <summary>Archives that a reader could be fooled with, each with the reason for which it is refused.</summary>
public class ZipRulesTests
{
    private const string Advice = "Do not compress.";

    private static readonly Dictionary<string, (Func<byte[]> Make, string Reason)> Hostile = new()
    {
        ["no bytes"] = (() => [], "the file is empty"),
        ["a text"] = (() => "hello, world, this is not a zip archive"u8.ToArray(), "does not begin as a zip archive"),
        ["gzip"] = (() => [0x1F, 0x8B, 8, 0, .. new byte[40]], "is compressed with gzip"),
        ["a local header and no more"] = (() => ZipArchive.Of(("a", "b")).ToBytes()[..31], "truncated"),
        ["the directory cut off"] = (() => ZipArchive.Of(("a", "b")).ToBytes()[..^30], "truncated"),
        ["one byte after the end"] = (
            () => new ZipArchive { Suffix = [0] }.Add(("a", "b")).ToBytes(), "1 bytes follow the end of the archive"),
        ["a comment of the archive"] = (
            () =>
                new ZipArchive { ChangeEnd = end => end.CommentLength = 3, Suffix = "abc"u8.ToArray() }.Add(("a", "b")).ToBytes(),
            "3 bytes follow the end of the archive"),
        ["a comment that is not there"] = (
            () => new ZipArchive { ChangeEnd = end => end.CommentLength = 3 }.Add(("a", "b")).ToBytes(),
            "a comment that is not there"),
        ["a program before the archive"] = (
            () => new ZipArchive { Prefix = "PK\x3\x4#!/bin/sh\n"u8.ToArray() }.Add(("a", "b")).ToBytes(),
            "14 bytes before the first entry"),
        ["bytes before the directory"] = (
            () => new ZipArchive { BeforeDirectory = [1, 2, 3] }.Add(("a", "b")).ToBytes(),
            "3 bytes between 'a' and what follows"),
        ["bytes before the directory of nothing"] = (
            () => new ZipArchive { Prefix = "PK\x3\x4"u8.ToArray() }.ToBytes(), "4 bytes before the first entry"),
        ["bytes after the directory"] = (
            () => new ZipArchive { AfterDirectory = [1, 2, 3] }.Add(("a", "b")).ToBytes(),
            "must end where the end record begins"),
        ["bytes between entries"] = (
            () => Changed(archive => archive.Entries[0].Descriptor = [1, 2, 3]), "3 bytes between 'a' and what follows"),
        ["a hidden entry"] = (() => Hide(), "belong to no entry"),
        ["one of several parts"] = (
            () => new ZipArchive { ChangeEnd = end => end.Disk = 1 }.Add(("a", "b")).ToBytes(), "one part of several"),
        ["a directory in another part"] = (
            () => new ZipArchive { ChangeEnd = end => end.DirectoryDisk = 1 }.Add(("a", "b")).ToBytes(), "one part of several"),
        ["an entry in another part"] = (() => Changed(archive => archive.Entries[0].Disk = 1), "another part"),
        ["two numbers of entries"] = (
            () => new ZipArchive { ChangeEnd = end => end.CountHere = 2 }.Add(("a", "b")).ToBytes(),
            "two different numbers of entries"),
        ["one entry too many"] = (
            () => new ZipArchive { ChangeEnd = end => end.Count = end.CountHere = 2 }.Add(("a", "b")).ToBytes(), "do not fit"),
        ["one entry too few"] = (
            () => new ZipArchive { ChangeEnd = end => end.Count = end.CountHere = 1 }.Add(("a", "b"), ("c", "d")).ToBytes(),
            "follow the last entry of the directory"),
        ["65534 entries"] = (
            () => new ZipArchive { ChangeEnd = end => end.Count = end.CountHere = 65_534 }.Add(("a", "b")).ToBytes(),
            "do not fit"),
        ["a directory of 4 GiB"] = (
            () => new ZipArchive { ChangeEnd = end => end.Size = uint.MaxValue }.Add(("a", "b")).ToBytes(),
            "said to have 4294967295 bytes"),
        ["a directory at 4 GiB"] = (
            () => new ZipArchive { ChangeEnd = end => end.Offset = uint.MaxValue }.Add(("a", "b")).ToBytes(),
            "from byte 4294967295"),
        ["a directory one byte early"] = (
            () => new ZipArchive { ChangeEnd = end => (end.Offset, end.Size) = (end.Offset - 1, end.Size + 1) }
                .Add(("a", "b")).ToBytes(),
            "an entry of the directory is expected here"),
        ["a directory with another signature"] = (
            () => Changed(archive => archive.Entries[1].DirectorySignature = 0x02014B51),
            "an entry of the directory is expected here"),
        ["a deflated entry"] = (() => Both(header => header.Method = 8), "'a' is compressed (method 8); "
            + "only stored entries are read. Do not compress."),
        ["a bomb of 4 GiB in 31 bytes"] = (() => Both(header => (header.Method, header.Size) = (8, 0xFFFFFFFE)), "is compressed"),
        ["an LZMA entry"] = (() => Both(header => header.Method = 14), "is compressed (method 14)"),
        ["a method in the local header only"] = (
            () => Changed(archive => archive.Entries[0].Local.Method = 8), "other flags or another method"),
        ["an encrypted entry"] = (() => Both(header => header.Flags = 0x0801), "is encrypted"),
        ["a strongly encrypted entry"] = (() => Both(header => header.Flags = 0x0841), "is encrypted"),
        ["a masked header"] = (() => Both(header => header.Flags = 0x2800), "has the flags 2800"),
        ["a patch"] = (() => Both(header => header.Flags = 0x0820), "has the flags 0820"),
        ["encryption in the local header only"] = (
            () => Changed(archive => archive.Entries[0].Local.Flags = 0x0801), "other flags or another method"),
        ["a wrong check sum in both headers"] = (() => Both(header => header.Crc ^= 1), "does not have the check sum"),
        ["a wrong check sum in the local header"] = (
            () => Changed(archive => archive.Entries[0].Local.Crc ^= 1), "another check sum or size than the directory"),
        ["a wrong check sum in the directory"] = (
            () => Changed(archive => archive.Entries[0].Directory.Crc ^= 1), "another check sum or size than the directory"),
        ["no numbers in the local header, and no descriptor"] = (
            () => Changed(archive =>
                (archive.Entries[0].Local.Crc, archive.Entries[0].Local.Size, archive.Entries[0].Local.Stored) = (0, 0, 0)),
            "another check sum or size than the directory"),
        ["a changed content"] = (() => ChangeContent(), "does not have the check sum"),
        ["sizes before and after that differ"] = (() => Both(header => header.Size++), "is stored, and yet has"),
        ["a local size that differs"] = (
            () => Changed(archive => archive.Entries[0].Local.Size++), "another check sum or size than the directory"),
        ["a size that reaches into the next entry"] = (
            () => Both(header => header.Size = header.Stored = 10), "overlaps what begins at"),
        ["a size beyond the file"] = (
            () => Both(header => header.Size = header.Stored = 0x7FFFFFFF), "is said to have 2147483647 bytes"),
        ["a size of 4 GiB without zip64"] = (
            () => Both(header => header.Size = header.Stored = 0xFFFFFFFF), "lacks the zip64 field"),
        ["two entries on one content"] = (() => Changed(archive => archive.Entries[1].Offset = 0), "overlaps what begins at"),
        ["a thousand entries on one content"] = (() => Quilt(), "overlaps what begins at"),
        ["an entry that begins within another"] = (
            () => Changed(archive => archive.Entries[1].Offset = 20), "overlaps what begins at"),
        ["an entry beyond the directory"] = (
            () => Changed(archive => archive.Entries[1].Offset = 0x7FFFFFFF), "begin at byte 2147483647"),
        ["an entry that begins at the directory"] = (
            () => Changed(archive => archive.Entries[1].Offset = 64), "between 'a' and what follows"),
        ["a local header with another signature"] = (
            () => Changed(archive => archive.Entries[1].Local.Signature++), "the header of 'c' is expected here"),
        ["two entries of one name"] = (() => ZipArchive.Of(("a", "b"), ("a", "d")).ToBytes(), "two entries are called 'a'"),
        ["another name in the local header"] = (
            () => Changed(archive => archive.Entries[0].Local.Name = "b"u8.ToArray()), "another name than the directory"),
        ["a longer name in the local header"] = (
            () => Changed(archive => archive.Entries[0].Local.Name = "ab"u8.ToArray()), "another name than the directory"),
        ["a name beyond the directory"] = (
            () => Changed(archive => archive.Entries[1].Directory.NameLength = 60_000), "longer than the directory"),
        ["a local name beyond the file"] = (
            () => Changed(archive => archive.Entries[1].Local.NameLength = 60_000), "overlaps what begins at"),
        ["no name"] = (() => ZipArchive.Of(("", "b")).ToBytes(), "is empty"),
        ["a name that leaves the folder"] = (() => ZipArchive.Of(("../../etc/passwd", "b")).ToBytes(), "'.' or '..'"),
        ["a name that leaves the folder later"] = (() => ZipArchive.Of(("a/../../b", "b")).ToBytes(), "'.' or '..'"),
        ["a name that ends above its folder"] = (() => ZipArchive.Of(("a/..", "b")).ToBytes(), "'.' or '..'"),
        ["a name from the root"] = (() => ZipArchive.Of(("/etc/passwd", "b")).ToBytes(), "is absolute"),
        ["a name on a drive"] = (() => ZipArchive.Of(("C:/windows", "b")).ToBytes(), "is absolute"),
        ["a name with backslashes"] = (() => ZipArchive.Of(("..\\a", "b")).ToBytes(), "backslash"),
        ["a name on a server"] = (() => ZipArchive.Of(("\\\\server\\a", "b")).ToBytes(), "backslash"),
        ["a name with an end within"] = (() => ZipArchive.Of(("a.txt\0.exe", "b")).ToBytes(), "control character"),
        ["a name that moves the cursor"] = (() => ZipArchive.Of(("a\u001B[2J", "b")).ToBytes(), "control character"),
        ["a folder"] = (() => ZipArchive.Of(("a/", "")).ToBytes(), "is that of a folder"),
        ["a name with an empty part"] = (() => ZipArchive.Of(("a//b", "")).ToBytes(), "a part that is empty"),
        ["a name that is not UTF-8"] = (() => Both(header => header.Name = [0xFF]), "not valid UTF-8"),
        ["a name with an overlong '/'"] = (() => Both(header => header.Name = [(byte)'a', 0xC0, 0xAF]), "not valid UTF-8"),
        ["a name in an unknown character set"] = (
            () => Both(header => (header.Name, header.Flags) = ([0x81], 0)), "neither ASCII nor marked as UTF-8"),
        ["a comment of an entry"] = (() => Changed(archive => archive.Entries[0].Comment = [1]), "has a comment"),
        ["an extra field that is too long"] = (
            () => Changed(archive => archive.Entries[0].Directory.Extra = [0x46, 0x42, 5, 0, 0]), "longer than the room"),
        ["half an extra field"] = (
            () => Changed(archive => archive.Entries[0].Local.Extra = [0x46, 0x42, 0]), "longer than the room"),
        ["an extra field beyond the directory"] = (
            () => Changed(archive => archive.Entries[1].Directory.ExtraLength = 60_000), "longer than the directory"),
        ["a zip64 field that nothing asks for"] = (
            () => Changed(archive => archive.Entries[0].Directory.Extra = Zip64(1)), "nothing in its header asks for"),
        ["a local zip64 field of another size"] = (
            () => Changed(archive => archive.Entries[0].Local.Extra = Zip64(1, 2)), "nothing in its header asks for"),
        ["a local zip64 field of one number"] = (
            () => Changed(archive => archive.Entries[0].Local.Extra = Zip64(1)), "nothing in its header asks for"),
        ["two zip64 fields"] = (() => Both(header => (header.Size, header.Stored, header.Extra) =
            (uint.MaxValue, uint.MaxValue, [.. Zip64(1), .. Zip64(1)])), "two zip64 fields"),
        ["zip64 sizes that differ"] = (
            () => Both(header => (header.Size, header.Stored, header.Extra) = (uint.MaxValue, uint.MaxValue, Zip64(1, 2))),
            "is stored, and yet has"),
        ["a zip64 size beyond all files"] = (() => Both(header => (header.Size, header.Stored, header.Extra) =
            (uint.MaxValue, uint.MaxValue, Zip64(ulong.MaxValue, ulong.MaxValue))), "is said to have 18446744073709551615 bytes"),
        ["a zip64 size in one header only"] = (
            () => Changed(
                archive => (archive.Entries[0].Local.Size, archive.Entries[0].Local.Stored, archive.Entries[0].Local.Extra) =
                    (uint.MaxValue, uint.MaxValue, Zip64(2, 2))),
            "another check sum or size than the directory"),
        ["a zip64 end in another place"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargePlace-- }.Add(("a", "b")).ToBytes(),
            "not where the archive says"),
        ["a zip64 end beyond all files"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargePlace = ulong.MaxValue }.Add(("a", "b")).ToBytes(),
            "not where the archive says"),
        ["a zip64 end with another signature"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargeSignature++ }.Add(("a", "b")).ToBytes(),
            "not where the archive says"),
        ["a zip64 end of another length"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargeRest++ }.Add(("a", "b")).ToBytes(),
            "not where the archive says"),
        ["a zip64 end in another part"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargeDisk = 1 }.Add(("a", "b")).ToBytes(),
            "one part of several"),
        ["a zip64 end of several parts"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.Disks = 2 }.Add(("a", "b")).ToBytes(),
            "one part of several"),
        ["two zip64 numbers of entries"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargeCountHere++ }.Add(("a", "b")).ToBytes(),
            "two different numbers of entries"),
        ["a zip64 count that differs"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargeCountHere = ++end.LargeCount }
                .Add(("a", "b")).ToBytes(),
            "says 1 where the zip64 end record says 2"),
        ["a zip64 count of 2^63"] = (
            () => new ZipArchive
            {
                Large = true,
                ChangeEnd = end =>
                    (end.Count, end.CountHere, end.LargeCount, end.LargeCountHere) = (65_535, 65_535, 1UL << 63, 1UL << 63)
            }.Add(("a", "b")).ToBytes(),
            "do not fit"),
        ["a zip64 directory that differs"] = (
            () => new ZipArchive { Large = true, ChangeEnd = end => end.LargeOffset++ }.Add(("a", "b")).ToBytes(),
            "where the zip64 end record says"),
        ["a zip64 directory that ends beyond 2^64"] = (
            () => new ZipArchive
            {
                Large = true,
                ChangeEnd = end =>
                    (end.Offset, end.Size, end.LargeOffset, end.LargeSize) = (uint.MaxValue, uint.MaxValue, ulong.MaxValue, 80)
            }.Add(("a", "b")).ToBytes(),
            "from byte 18446744073709551615"),
        ["a descriptor with another check sum"] = (() => Described(32, crc: 1), "check sum and sizes of 'a' are expected here"),
        ["a descriptor with another size"] = (() => Described(32, size: 1), "check sum and sizes of 'a' are expected here"),
        ["a descriptor with another size of 64 bits"] = (
            () => Described(64, size: 1), "check sum and sizes of 'a' are expected here"),
        ["a descriptor without its signature"] = (
            () => Described(32, signature: 1), "check sum and sizes of 'a' are expected here"),
        ["no descriptor where one is announced"] = (
            () => Both(header => header.Flags = 0x0808), "check sum and sizes of 'a' are expected here"),
        ["a descriptor and other numbers before"] = (
            () => Described(32, local: header => header.Crc = 7), "another check sum or size than the directory"),
    };

    public static TheoryData<string> Names => [.. Hostile.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_archive_is_refused_with_the_reason(string name)
    {
        var (make, reason) = Hostile[name];
        var bytes = make();

        var error = Assert.Throws<MalformedFileException>(() => ZipReader.Read("test", bytes, Advice));

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 0, bytes.Length);
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Hostile.Count >= 40);

    [Fact]
    public void What_keeps_the_rules_is_accepted()
    {
        AssertAccepted(ZipArchive.Of().ToBytes());
        AssertAccepted(ZipArchive.Of(("a", "b")).ToBytes(), "a=b");
        AssertAccepted(new ZipArchive { Large = true }.Add(("a", "b"), ("c/d", "")).ToBytes(), "a=b", "c/d=");
        AssertAccepted(new ZipArchive
        {
            Large = true,
            ChangeEnd = end => (end.Count, end.CountHere, end.Size, end.Offset) = (65_535, 65_535, uint.MaxValue, uint.MaxValue)
        }.Add(("a", "b")).ToBytes(), "a=b");
        AssertAccepted(Both(header => header.Extra = [0x55, 0x54, 1, 0, 9]), "a=b", "c=d");
        AssertAccepted(
            Both(header => (header.Size, header.Stored, header.Extra) = (uint.MaxValue, uint.MaxValue, Zip64(1, 1))),
            "a=b",
            "c=d");
        AssertAccepted(Changed(archive => archive.Entries[0].Local.Extra = Zip64(1, 1)), "a=b", "c=d");
        AssertAccepted(Described(32), "a=b", "c=d");
        AssertAccepted(Described(64), "a=b", "c=d");
        AssertAccepted(Described(32, local: header => (header.Crc, header.Size, header.Stored) = (0, 0, 0)), "a=b", "c=d");
    }

    // The directory may list entries in another order than that of their contents.
    [Fact]
    public void Entries_come_in_the_order_of_their_contents()
    {
        var archive = ZipArchive.Of(("a", "b"), ("c", "d"));
        var bytes = archive.ToBytes();
        archive.Entries.Reverse();
        var reversed = archive.ToBytes();
        byte[] mixed = [.. bytes[..64], .. reversed[64..]];
        BinaryPrimitives.WriteUInt32LittleEndian(mixed.AsSpan(64 + 42), 32);
        BinaryPrimitives.WriteUInt32LittleEndian(mixed.AsSpan(64 + 47 + 42), 0);

        AssertAccepted(mixed, "a=b", "c=d");
    }

    private static void AssertAccepted(byte[] bytes, params string[] entries) =>
        Assert.Equal(entries, ZipReader.Read("test", bytes, Advice)
            .Select(entry => $"{entry.Name}={Encoding.UTF8.GetString(entry.Bytes.Span)}"));

    private static byte[] Changed(Action<ZipArchive> change)
    {
        var archive = ZipArchive.Of(("a", "b"), ("c", "d"));
        change(archive);
        return archive.ToBytes();
    }

    private static byte[] Both(Action<ZipArchive.Header> change) => Changed(archive =>
    {
        change(archive.Entries[0].Local);
        change(archive.Entries[0].Directory);
    });

    private static byte[] Described(
        int bits, uint crc = 0, uint size = 0, uint signature = 0, Action<ZipArchive.Header>? local = null) =>
        Changed(archive =>
        {
            var entry = archive.Entries[0];
            (entry.Local.Flags, entry.Directory.Flags) = (0x0808, 0x0808);
            local?.Invoke(entry.Local);
            var length = BitConverter.GetBytes((ulong)entry.Directory.Size + size)[..(bits / 8)];
            entry.Descriptor =
            [
                .. BitConverter.GetBytes(0x08074B50 + signature),
                .. BitConverter.GetBytes(entry.Directory.Crc ^ crc),
                .. length,
                .. length
            ];
        });

    private static byte[] Zip64(params ulong[] numbers) =>
        [1, 0, (byte)(8 * numbers.Length), 0, .. numbers.SelectMany(BitConverter.GetBytes)];

    private static byte[] ChangeContent()
    {
        var bytes = ZipArchive.Of(("a", "b")).ToBytes();
        bytes[31]++;
        return bytes;
    }

    // The content of an entry that the directory does not list.
    private static byte[] Hide()
    {
        var bytes = ZipArchive.Of(("a", "b"), ("c", "d"), ("e", "f")).ToBytes();
        const int Content = 32, Description = 47, Directory = 3 * Content;
        byte[] without = [.. bytes[..(Directory + Description)], .. bytes[(Directory + (2 * Description))..]];
        var end = without.Length - 22;
        without[end + 8] = without[end + 10] = 2;
        without[end + 12] = 2 * Description;
        return without;
    }

    private static byte[] Quilt()
    {
        var archive = ZipArchive.Of([.. Enumerable.Range(0, 1000).Select(index => ($"{index}", "x"))]);
        foreach (var entry in archive.Entries)
            entry.Offset = 0;
        return archive.ToBytes();
    }
}
