using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Idx;

namespace TorchBasics.Tests.Managed.Formats.Idx;

public sealed class IdxFileTests : IDisposable
{
    // Two images of 2 x 3 pixels, written down by hand from the description of the format.
    private static readonly byte[] TwoImages =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_written_by_hand_is_read()
    {
        var array = Parse(TwoImages);

        Assert.Equal(ElementType.UInt8, array.Type);
        Assert.Equal([2L, 2, 3], array.Sizes);
        Assert.Equal([0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255], array.Values<byte>().ToArray());
    }

    // The same numbers, 1 and -2, in every type; IEEE 754 has 1 = 3F80.. and -2 = C000.. .
    [Theory]
    [InlineData(0x09, ElementType.Int8, "01FE")]
    [InlineData(0x0B, ElementType.Int16, "0001FFFE")]
    [InlineData(0x0C, ElementType.Int32, "00000001FFFFFFFE")]
    [InlineData(0x0D, ElementType.Float32, "3F800000C0000000")]
    [InlineData(0x0E, ElementType.Float64, "3FF0000000000000C000000000000000")]
    public void Every_type_is_converted_from_big_endian(byte code, ElementType type, string payload)
    {
        var array = Parse([0, 0, code, 1, 0, 0, 0, 2, .. Convert.FromHexString(payload)]);

        Assert.Equal(type, array.Type);
        Assert.Equal([1.0, -2.0], ToDoubles(array));
    }

    [Fact]
    public void Written_bytes_are_those_of_the_format()
    {
        IdxFile.Write(_folder.File("a"), NamedArray.Of<byte>("a", [2, 2, 3], TwoImages.AsSpan(16)));

        Assert.Equal(TwoImages, File.ReadAllBytes(_folder.File("a")));
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(ArrayGenerator, Gen.Bool).Sample((array, compress) =>
        {
            var path = _folder.File("round.idx");

            IdxFile.Write(path, array, compress);
            var read = IdxFile.Read(path);

            Assert.Equal("round.idx", read.Name);
            Assert.Equal(array.Type, read.Type);
            Assert.Equal(array.Sizes, read.Sizes);
            Assert.Equal(array.Bytes.ToArray(), read.Bytes.ToArray());
        }, iter: 200, threads: 1);

    [Fact]
    public void An_array_without_elements_is_kept()
    {
        IdxFile.Write(_folder.File("empty"), NamedArray.Of<float>("empty", [0, 28, 28], []), compress: true);

        var read = IdxFile.Read(_folder.File("empty"), expectedRank: 3);

        Assert.Equal([0L, 28, 28], read.Sizes);
    }

    [Theory]
    [InlineData("", 0, "4 more bytes were expected")]
    [InlineData("00000803", 4, "4 more bytes were expected")]
    [InlineData("0100080100000001AA", 0, "an IDX file begins with 00 00, this one with 01 00")]
    [InlineData("00000A0100000001AA", 2, "the type code is 0A")]
    [InlineData("00000F0100000001AA", 2, "the type code is 0F")]
    [InlineData("00000800AA", 3, "the number of axes is 0")]
    [InlineData("00000809AA", 3, "the number of axes is 9")]
    [InlineData("0000080180000000AA", 4, "the size along axis 0 is 2147483648")]
    [InlineData("000008017FFFFFFFAA", 4, "at most 1073741824 are accepted")]
    [InlineData("00000E037FFFFFFF7FFFFFFF7FFFFFFFAA", 8, "multiply to more than 2^63 bytes")]
    [InlineData("0000080100000002AA", 9, "its header declares 10 bytes")]
    [InlineData("0000080100000001AABBCC", 9, "2 bytes follow the last number")]
    public void A_broken_rule_is_named_with_its_place(string hex, long offset, string reason)
    {
        var error = Assert.Throws<MalformedFileException>(() => Parse(Convert.FromHexString(hex)));

        Assert.Equal(offset, error.Offset);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.StartsWith($"test.idx, byte {offset}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_in_the_place_of_images_are_recognised()
    {
        var error = Assert.Throws<MalformedFileException>(() => Parse([0, 0, 8, 1, 0, 0, 0, 1, 7], expectedRank: 3));

        Assert.Equal(
            "test.idx, byte 3: the array has 1 axis; expected 3 axes (images have 3 axes, labels 1). Were two files swapped?",
            error.Message);
    }

    [Fact]
    public void A_small_file_that_declares_two_gigabytes_is_refused_before_they_are_allocated()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MalformedFileException>(
            () => Parse([0, 0, 8, 1, 0x7F, 0xFF, 0xFF, 0x00], maximumBytes: long.MaxValue));

        Assert.Contains("The file is truncated", error.Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_missing_file_is_explained()
    {
        var error = Assert.Throws<TorchBasicsException>(() => IdxFile.Read(_folder.File("none")));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Equal($"{_folder.File("none")} could not be read: it does not exist. Check the spelling.", error.Message);
    }

    [Fact]
    public void A_folder_is_not_a_file()
    {
        var error = Assert.Throws<TorchBasicsException>(() => IdxFile.Read(_folder.Path));

        Assert.Contains("it is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_the_format_lacks_is_refused() =>
        Assert.Throws<ArgumentException>(() => IdxFile.Write(_folder.File("a"), NamedArray.Of<long>("a", [1], [1L])));

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", 3, new long[] { 60_000, 28, 28 })]
    [InlineData("train-labels-idx1-ubyte.gz", 1, new long[] { 60_000 })]
    [InlineData("t10k-images-idx3-ubyte.gz", 3, new long[] { 10_000, 28, 28 })]
    [InlineData("t10k-labels-idx1-ubyte.gz", 1, new long[] { 10_000 })]
    public void The_files_of_MNIST_are_read(string name, int rank, long[] sizes)
    {
        var data = Environment.GetEnvironmentVariable("TORCHBASICS_DATA");
        Assert.SkipWhen(data is null, "TORCHBASICS_DATA does not name a folder with the MNIST files in mnist/.");

        var array = IdxFile.Read(Path.Combine(data, "mnist", name), rank);

        Assert.Equal(sizes, array.Sizes);
        if (rank == 1)
            Assert.All(array.Values<byte>().ToArray(), label => Assert.InRange(label, 0, 9));
    }

    private static Gen<NamedArray> ArrayGenerator =>
        from type in Gen.OneOf(
            ElementType.UInt8, ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Float32, ElementType.Float64)
        from sizes in Gen.Long[0, 5].Array[1, 8]
        let count = sizes.Aggregate(1L, (product, size) => product * size)
        where count < 3000
        from bytes in Gen.Byte.Array[(int)count * NamedArray.SizeOf(type)]
        select new NamedArray("any", type, sizes, bytes);

    private static NamedArray Parse(byte[] bytes, int? expectedRank = null, long maximumBytes = IdxFile.DefaultMaximumBytes) =>
        IdxFile.Read("test.idx", new MemoryStream(bytes), expectedRank, maximumBytes);

    private static double[] ToDoubles(NamedArray array) => array.Type switch
    {
        ElementType.Int8 => [.. array.Values<sbyte>().ToArray().Select(value => (double)value)],
        ElementType.Int16 => [.. array.Values<short>().ToArray().Select(value => (double)value)],
        ElementType.Int32 => [.. array.Values<int>().ToArray().Select(value => (double)value)],
        ElementType.Float32 => [.. array.Values<float>().ToArray().Select(value => (double)value)],
        _ => array.Values<double>().ToArray(),
    };
}
