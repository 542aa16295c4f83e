using System.Text;
using CsCheck;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Managed.Formats.Zip;

public class ZipFileTests
{
    private const string Advice = "Advice.";

    // By hand from APPNOTE.TXT 4.3: the local header of 30 bytes and the name leave 64 - 31 - 4 = 29 bytes of padding;
    // the check sum of "123456789" is the well-known CBF43926 of CRC-32.
    [Fact]
    public void Written_bytes_are_those_of_the_format()
    {
        var bytes = Write(("a", "123456789"u8.ToArray()));

        Assert.Equal(
            "504B0304" + "0A00" + "0008" + "0000" + "0000" + "2100" + "2639F4CB" + "09000000" + "09000000" + "0100" + "2100"
            + "61" +
            "4642" + "1D00" + string.Concat(Enumerable.Repeat("5A", 29)) + "313233343536373839" +
            "504B0102" + "0A00" + "0A00" + "0008" + "0000" + "0000" + "2100" + "2639F4CB" + "09000000" + "09000000" + "0100"
            + "0000" +
            "0000" + "0000" + "0000" + "00000000" + "00000000" + "61" +
            "504B0606" + "2C00000000000000" + "2D00" + "2D00" + "00000000" + "00000000" + "0100000000000000" + "0100000000000000"
            +
            "2F00000000000000" + "4900000000000000" +
            "504B0607" + "00000000" + "7800000000000000" + "01000000" +
            "504B0506" + "0000" + "0000" + "0100" + "0100" + "2F000000" + "49000000" + "0000",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(
            Gen.String[Gen.Char["ab.1_ü😂中/"], 1, 20].Where(name => ZipName.Problem(name) is null && IsText(name)),
            Gen.Byte.Array[0, 100])
            .Array[0, 8].Where(entries => entries.DistinctBy(entry => entry.Item1).Count() == entries.Length)
            .Sample(
                entries =>
                {
                    var read = ZipReader.Read("test", Write(entries), Advice);

                    Assert.Equal(entries.Select(entry => entry.Item1), read.Select(entry => entry.Name));
                    foreach (var (expected, entry) in entries.Zip(read))
                    {
                        Assert.Equal(expected.Item2, entry.Bytes.ToArray());
                        Assert.Equal(0, entry.Offset % 64);
                    }
                },
                iter: 300);

    [Fact]
    public void The_archives_of_dotnet_are_read_where_nothing_is_compressed()
    {
        using var stream = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(
            stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in (string[])["x/a", "x/ü"])
            {
                using var entry = archive.CreateEntry(name, System.IO.Compression.CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.UTF8.GetBytes(name));
            }
        }

        var entries = ZipReader.Read("test", stream.ToArray(), Advice);

        Assert.Equal(["x/a", "x/ü"], entries.Select(entry => Encoding.UTF8.GetString(entry.Bytes.Span)));
    }

    [Fact]
    public void Dotnet_reads_what_is_written()
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(Write(("x/a", [1, 2, 3]), ("ü", []))));

        Assert.Equal([("x/a", 3L), ("ü", 0L)], archive.Entries.Select(entry => (entry.FullName, entry.Length)));
        using var content = archive.Entries[0].Open();
        Assert.Equal([1, 2, 3], (byte[])[(byte)content.ReadByte(), (byte)content.ReadByte(), (byte)content.ReadByte()]);
    }

    // An archive of which the first 5 GiB are missing: offsets need 64 bits from there on.
    [Fact]
    public void Offsets_beyond_32_bits_stand_in_a_zip64_field()
    {
        const long Before = 5L << 30;
        using var stream = new MemoryStream();
        var writer = new ZipWriter(stream, Before);
        writer.Add("a", [7]);
        writer.Complete();
        var hex = Convert.ToHexString(stream.ToArray());

        Assert.EndsWith(
            "0100" + "0C00" + "0000" + "0000" + "0000" + "00000000" + "FFFFFFFF" + "61" + "0100" + "0800" + "0000004001000000" +
            "504B0606" + "2C00000000000000" + "2D00" + "2D00" + "00000000" + "00000000" + "0100000000000000" + "0100000000000000"
            +
            "3B00000000000000" + "4100004001000000" +
            "504B0607" + "00000000" + "7C00004001000000" + "01000000" +
            "504B0506" + "0000" + "0000" + "0100" + "0100" + "3B000000" + "FFFFFFFF" + "0000",
            hex,
            StringComparison.Ordinal);
    }

    [Fact]
    public void More_entries_than_16_bits_count_are_read_again()
    {
        var bytes = Write([.. Enumerable.Range(0, 70_000).Select(index => ($"{index}", Array.Empty<byte>()))]);

        Assert.Equal(70_000, ZipReader.Read("test", bytes, Advice).Count);
    }

    [Theory]
    [InlineData("a/../b"), InlineData("../a"), InlineData("/a"), InlineData("a\\b"), InlineData("a/"), InlineData(""),
        InlineData("a//b")]
    [InlineData("./a"), InlineData("C:a"), InlineData("a\nb")]
    public void A_name_that_no_archive_may_hold_is_not_written(string name) =>
        Assert.Throws<ArgumentException>(() => Write((name, [])));

    [Fact] // not an InlineData above, because it would not survive the way to the test
    public void Half_a_character_is_not_written() => Assert.Throws<ArgumentException>(() => Write(("half \uD83D", [])));

    [Fact]
    public void A_name_that_occurs_twice_is_not_written() => Assert.Throws<ArgumentException>(() => Write(("a", []), ("a", [])));

    [Fact]
    public void A_name_of_70000_bytes_is_not_written() =>
        Assert.Throws<ArgumentException>(() => Write((new string('a', 70_000), [])));

    [Fact]
    public void Twice_as_many_entries_need_about_twice_the_memory()
    {
        var small = Allocated(5_000);
        var large = Allocated(10_000);

        Assert.InRange(large, small, 2.5 * small);

        static double Allocated(int count)
        {
            var bytes = Write([.. Enumerable.Range(0, count).Select(index => ($"x/{index}", new byte[4]))]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(count, ZipReader.Read("test", bytes, Advice).Count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static byte[] Write(params ReadOnlySpan<(string Name, byte[] Content)> entries)
    {
        using var stream = new MemoryStream();
        var writer = new ZipWriter(stream);
        foreach (var (name, content) in entries)
            writer.Add(name, content);
        writer.Complete();
        return stream.ToArray();
    }

    private static bool IsText(string name) => name.EnumerateRunes().All(rune => rune.Value != 0xFFFD);
}
