using System.IO.Compression;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Idx;

namespace TorchBasics.Tests.Managed.Formats.Idx;

public class GzipTests
{
    private static readonly byte[] Content = [0, 0, 8, 1, 0, 0, 4, 0, .. RandomBytes(1024)];

    [Fact]
    public void The_check_sum_is_that_of_the_specification() =>
        Assert.Equal(0xCBF43926U, Crc32.Append(0, "123456789"u8)); // the check value of CRC-32/ISO-HDLC in every catalogue

    [Fact]
    public void A_check_sum_over_parts_is_that_over_the_whole()
    {
        for (var split = 0; split <= 40; split++)
            Assert.Equal(
                Crc32.Append(0, Content.AsSpan(0, 40)),
                Crc32.Append(Crc32.Append(0, Content.AsSpan(0, split)), Content.AsSpan(split, 40 - split)));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Every_level_of_compression_is_read(CompressionLevel level) =>
        Assert.Equal(Content[8..], Read(Compress(Content, level)).Values<byte>().ToArray());

    [Fact]
    public void A_large_content_that_fills_many_buffers_is_read()
    {
        byte[] content = [0, 0, 8, 1, 0, 0x10, 0, 0, .. RandomBytes(1 << 20)];

        Assert.Equal(content[8..], Read(Compress(content)).Values<byte>().ToArray());
    }

    [Fact]
    public void Every_optional_field_of_the_header_is_skipped()
    {
        var plain = Compress(Content);
        byte[] header = [0x1F, 0x8B, 8, 0x1E, .. plain[4..10], 3, 0, 1, 2, 3, .. "name\0"u8, .. "comment\0"u8];
        var crc = Crc32.Append(0, header);

        var array = Read([.. header, (byte)crc, (byte)(crc >> 8), .. plain[10..]]);

        Assert.Equal(1024, array.Count);
    }

    [Fact]
    public void A_wrong_check_sum_of_the_header_is_detected()
    {
        var plain = Compress(Content);

        AssertRefused(
            [.. plain[..3], 0x02, .. plain[4..10], 0xAB, 0xCD, .. plain[10..]], "the gzip header has a wrong check sum");
    }

    [Fact]
    public void Every_truncation_is_detected()
    {
        foreach (var level in Enum.GetValues<CompressionLevel>())
        {
            var whole = Compress(Content, level);
            for (var length = 0; length < whole.Length; length++)
                Assert.Throws<MalformedFileException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void Truncated_data_with_a_true_trailer_are_detected()
    {
        var whole = Compress(Content);
        for (var removed = 1; removed < whole.Length - 18; removed++)
            Assert.Throws<MalformedFileException>(() => Read([.. whole[..^(8 + removed)], .. whole[^8..]]));
    }

    [Fact]
    public void Data_without_an_end_mark_are_detected()
    {
        // One stored block that is not marked as the last one (RFC 1951, 3.2.4), and a true trailer.
        byte[] content = [0, 0, 8, 1, 0, 0, 0, 1, 7];
        var whole = Stored(content, last: false);

        AssertRefused(whole, "stop without an end mark");
        Assert.Equal(1, Read(Stored(content, last: true)).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Bytes_between_the_data_and_the_trailer_are_detected(int count)
    {
        var whole = Compress(Content);

        AssertRefused([.. whole[..^8], .. new byte[count], .. whole[^8..]], "only one gzip member is read");
    }

    [Fact]
    public void Bytes_after_the_trailer_are_detected()
    {
        var whole = Compress(Content);

        Assert.Throws<MalformedFileException>(() => Read([.. whole, 0]));
        Assert.Throws<MalformedFileException>(() => Read([.. whole, .. new byte[8]]));
    }

    [Fact]
    public void A_second_member_is_refused()
    {
        var whole = Compress(Content);

        AssertRefused([.. whole, .. whole], "only one gzip member is read");
        AssertRefused([.. Compress(Content[..500]), .. Compress(Content[500..])], "The file is truncated or damaged");
    }

    [Fact]
    public void A_wrong_check_sum_is_detected()
    {
        var whole = Compress(Content);
        whole[^8] ^= 1;

        AssertRefused(whole, "the check sum is ");
    }

    [Fact]
    public void A_wrong_length_is_detected()
    {
        var whole = Compress(Content);
        whole[^1] ^= 0x80;

        AssertRefused(whole, "the last bytes of the gzip file say");
    }

    [Fact]
    public void A_content_longer_than_its_header_says_is_refused()
    {
        var whole = Compress([.. Content, 1]);
        BitConverter.TryWriteBytes(whole.AsSpan(^4), Content.Length);

        AssertRefused(whole, "more bytes follow the last number");
    }

    [Theory]
    [InlineData(1, "more bytes follow the last number")]
    [InlineData(1 << 24, "more bytes follow the last number")]
    [InlineData((1 << 24) + 1, "at most 16777216 are accepted")]
    public void Ten_gigabytes_of_zeros_cost_no_more_memory_than_the_header_asks_for_and_the_caller_accepts(
        int declared, string reason)
    {
        var bomb = Bomb(declared, megabytes: 10_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MalformedFileException>(
            () => IdxFile.Read("bomb.gz", new MemoryStream(bomb), maximumBytes: 1 << 24));

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (declared <= 1 << 24 ? declared : 0) + (1 << 20));
    }

    [Fact]
    public void A_small_file_that_declares_much_is_refused_before_memory_is_allocated()
    {
        var whole = Compress([0, 0, 8, 1, 0x20, 0, 0, 0]);
        BitConverter.TryWriteBytes(whole.AsSpan(^4), 0x20000008);
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(whole, "compressed bytes cannot hold so many");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void The_best_ratio_that_the_format_allows_is_accepted()
    {
        byte[] content = [0, 0, 8, 1, 0x01, 0, 0, 0, .. new byte[1 << 24]];

        Assert.Equal(1 << 24, Read(Compress(content)).Count);
    }

    internal static byte[] Compress(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, level))
            gzip.Write(content);
        return target.ToArray();
    }

    private static NamedArray Read(byte[] bytes) => IdxFile.Read("test.gz", new MemoryStream(bytes));

    private static void AssertRefused(byte[] bytes, string reason)
    {
        var error = Assert.Throws<MalformedFileException>(() => Read(bytes));

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    private static byte[] Stored(byte[] content, bool last)
    {
        var length = (ushort)content.Length;
        var trailer = BitConverter.GetBytes(Crc32.Append(0, content)).Concat(BitConverter.GetBytes(content.Length));
        return
        [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3,
            (byte)(last ? 1 : 0), .. BitConverter.GetBytes(length), .. BitConverter.GetBytes((ushort)~length), .. content,
            .. trailer,
        ];
    }

    // Deflate data may be cut after a flush, so one compressed megabyte of zeros can be repeated.
    private static byte[] Bomb(int declared, int megabytes)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write([0, 0, 8, 1, (byte)(declared >> 24), (byte)(declared >> 16), (byte)(declared >> 8), (byte)declared]);
            gzip.Flush();
            var start = (int)target.Length;
            gzip.Write(new byte[1 << 20]);
            gzip.Flush();
            var megabyte = target.ToArray()[start..];
            for (var i = 1; i < megabytes; i++)
                target.Write(megabyte);
        }

        var bomb = target.ToArray();
        BitConverter.TryWriteBytes(bomb.AsSpan(^4), declared + 8);
        return bomb;
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(5).NextBytes(bytes);
        return bytes;
    }
}
