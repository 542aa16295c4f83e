using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Tests.Managed.Formats.SafeTensors;

public sealed class SafeTensorsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.File("test.safetensors");

    [Fact]
    public void Arrays_are_described_before_they_are_read()
    {
        SafeTensorsFile.Write(
            Path,
            [NamedArray.Of<float>("b", [2, 1], [1f, -2f]), NamedArray.Of<double>("a", [], [1.0])],
            new Dictionary<string, string> { ["format"] = "pt" });

        using var reader = SafeTensorsReader.Open(Path);

        Assert.Equal("pt", reader.Metadata["format"]);
        Assert.Equal(["a", "b"], reader.Arrays.Select(array => array.Name));
        var last = reader.Arrays[1];
        Assert.Equal((ElementType.Float32, 8L, new FileInfo(Path).Length - 8), (last.Type, last.ByteCount, last.Offset));
        Assert.Equal([2L, 1], last.Sizes);
    }

    [Fact]
    public void Any_array_is_read_as_it_was_written() => SafeTensorsFileTests.Arrays.Sample(arrays =>
    {
        SafeTensorsFile.Write(Path, arrays);

        using var reader = SafeTensorsReader.Open(Path);
        foreach (var array in arrays.Reverse())
        {
            var read = reader.Read(array.Name);
            using var stream = new MemoryStream();
            reader.CopyTo(array.Name, stream);

            Assert.Equal(array.ToString(), read.ToString());
            Assert.Equal(array.Bytes.ToArray(), read.Bytes.ToArray());
            Assert.Equal(array.Bytes.ToArray(), stream.ToArray());
        }
    }, iter: 200, threads: 1);

    [Fact]
    public void Opening_reads_the_header_alone()
    {
        WriteZeros("""{"a":{"dtype":"U8","shape":[100000000],"data_offsets":[0,100000000]}}""", 100_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var reader = SafeTensorsReader.Open(Path);

        Assert.Equal(100_000_000, reader.Arrays.Single().ByteCount);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_part_goes_straight_to_where_it_is_wanted()
    {
        SafeTensorsFile.Write(Path, [NamedArray.Of<byte>("a", [5], [1, 2, 3, 4, 5])]);
        using var reader = SafeTensorsReader.Open(Path);
        byte[] target = [9, 9, 9, 9];

        reader.CopyTo("a", 2, target.AsSpan(1, 2));

        Assert.Equal([9, 3, 4, 9], target);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 6)]
    [InlineData(3, 3)]
    [InlineData(6, 0)]
    [InlineData(long.MaxValue, 1)]
    public void A_part_beyond_the_array_is_refused(long start, int length)
    {
        SafeTensorsFile.Write(Path, [NamedArray.Of<byte>("a", [5], [1, 2, 3, 4, 5]), NamedArray.Of<byte>("b", [5], new byte[5])]);
        using var reader = SafeTensorsReader.Open(Path);

        Assert.Throws<ArgumentOutOfRangeException>(() => reader.CopyTo("a", start, new byte[length]));
    }

    [Fact]
    public void An_array_of_many_blocks_is_read_whole()
    {
        var bytes = new byte[(5 << 19) + 3];
        new Random(1).NextBytes(bytes);
        SafeTensorsFile.Write(Path, [NamedArray.Of<byte>("a", [bytes.Length], bytes)]);
        using var reader = SafeTensorsReader.Open(Path);
        using var stream = new MemoryStream();

        reader.CopyTo("a", stream);

        Assert.Equal(bytes, stream.ToArray());
        Assert.Equal(bytes, reader.Read("a").Bytes.ToArray());
    }

    [Fact]
    public void A_truth_value_that_is_none_is_found_in_any_block()
    {
        var bytes = SafeTensorsFile.ToBytes([NamedArray.Of<bool>("m", [3 << 20], new bool[3 << 20])]);
        bytes[^5] = 2;
        File.WriteAllBytes(Path, bytes);
        using var reader = SafeTensorsReader.Open(Path);

        var error = Assert.Throws<MalformedFileException>(() => reader.Read("m"));

        Assert.Equal((bytes.Length - 5, "a truth value of 'm' is neither 0 nor 1."), (error.Offset, error.Reason));
        Assert.Throws<MalformedFileException>(() => reader.CopyTo("m", Stream.Null));
    }

    [Fact]
    public void Arrays_beyond_two_gigabytes_are_reached()
    {
        const long Large = 3L << 30;
        var header = $$$"""{"large":{"dtype":"U8","shape":[{{{Large}}}],"data_offsets":[0,{{{Large}}}]}"""
            + $$$""","last":{"dtype":"U8","shape":[2],"data_offsets":[{{{Large}}},{{{Large + 2}}}]}}""";
        WriteZeros(header, Large + 2, end: [7, 8]);

        using var reader = SafeTensorsReader.Open(Path);
        byte[] part = [1, 1, 1];
        reader.CopyTo("large", Large - 3, part);

        Assert.Equal([7, 8], reader.Read("last").Values<byte>().ToArray());
        Assert.Equal([0, 0, 0], part);
        var error = Assert.Throws<TorchBasicsException>(() => reader.Read("large"));
        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("has 3221225472 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_becomes_shorter_meanwhile_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody shorten a file that is open for reading.");
        SafeTensorsFile.Write(Path, [NamedArray.Of<byte>("a", [3 << 20], new byte[3 << 20])]);
        using var reader = SafeTensorsReader.Open(Path);
        using (var writer = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(2 << 20);

        var error = Assert.Throws<MalformedFileException>(() => reader.Read("a"));

        Assert.Equal((2 << 20, "the file became shorter while it was read."), (error.Offset, error.Reason));
    }

    [Fact]
    public void A_file_that_is_replaced_meanwhile_stays_the_old_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody replace a file that is open for reading.");
        SafeTensorsFile.Write(Path, [NamedArray.Of<byte>("a", [1], [1])]);
        using var reader = SafeTensorsReader.Open(Path);

        SafeTensorsFile.Write(Path, [NamedArray.Of<byte>("a", [1], [2])]);

        Assert.Equal([1], reader.Read("a").Values<byte>().ToArray());
    }

    [Fact]
    public void Several_threads_read_at_once()
    {
        var arrays = Enumerable.Range(0, 16)
            .Select(index => NamedArray.Of<byte>($"a{index}", [1 << 18], Enumerable.Repeat((byte)index, 1 << 18).ToArray()))
            .ToList();
        SafeTensorsFile.Write(Path, arrays);
        using var reader = SafeTensorsReader.Open(Path);

        Parallel.ForEach(Enumerable.Repeat(arrays, 8).SelectMany(array => array), array =>
            Assert.True(reader.Read(array.Name).Bytes.Span.SequenceEqual(array.Bytes.Span)));
    }

    [Fact]
    public void A_name_that_does_not_exist_is_explained()
    {
        SafeTensorsFile.Write(Path, [NamedArray.Of<byte>("fc1.weight", [1], [1])]);
        using var reader = SafeTensorsReader.Open(Path);

        var error = Assert.Throws<TorchBasicsException>(() => reader.Read("fc1.wieght"));

        Assert.Equal(
            (ErrorKind.Usage, $"{Path} has no array 'fc1.wieght'. Did you mean 'fc1.weight'?"), (error.Kind, error.Message));
    }

    [Fact]
    public void A_file_is_given_back_when_the_reader_is_closed_or_the_header_refused()
    {
        SafeTensorsFile.Write(Path, []);
        SafeTensorsReader.Open(Path).Dispose();
        File.Open(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();

        File.WriteAllBytes(Path, [1, 2, 3]);
        Assert.Throws<MalformedFileException>(() => SafeTensorsReader.Open(Path));
        File.Open(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    // The file system keeps no zeros that were never written, so that large files cost nothing.
    private void WriteZeros(string header, long dataLength, params byte[] end)
    {
        using var file = File.Create(Path);
        file.Write(SafeTensorsRulesTests.File(header, dataLength: 0));
        file.SetLength(file.Length + dataLength);
        file.Position = file.Length - end.Length;
        file.Write(end);
    }
}
