using System.Text;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Tests.Managed.Formats.SafeTensors;

public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Written down by hand from the description of the format: three arrays, of which the doubles come first, then the
    // floats by name; the header of 173 bytes gets 3 spaces.
    [Fact]
    public void Written_bytes_are_those_of_the_format()
    {
        var bytes = SafeTensorsFile.ToBytes(
        [
            NamedArray.Of<float>("b", [2], [1f, -2f]),
            NamedArray.Of<double>("scale", [], [1.0]),
            NamedArray.Of<float>("a", [1, 1], [0.5f]),
        ], new Dictionary<string, string> { ["format"] = "pt" });

        const string Header =
            """{"__metadata__":{"format":"pt"},"scale":{"dtype":"F64","shape":[],"data_offsets":[0,8]}"""
            + ""","a":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]}"""
            + ""","b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""";
        var length = (Header.Length + 7) / 8 * 8;
        Assert.Equal(
            [(byte)length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Header.PadRight(length)),
                .. Convert.FromHexString("000000000000F03F0000003F0000803F000000C0")],
            bytes);
    }

    [Fact]
    public void What_is_written_is_read_again() => Arrays.Sample(arrays =>
    {
        var metadata = arrays.ToDictionary(array => array.Name, array => array.Name + "\"\\\n");

        var content = SafeTensorsFile.Parse("test", SafeTensorsFile.ToBytes(arrays, metadata));

        Assert.Equal(metadata, content.Metadata);
        Assert.Equal(arrays.Length, content.Arrays.Count);
        foreach (var array in arrays)
        {
            var read = Assert.Single(content.Arrays, candidate => candidate.Name == array.Name);
            Assert.Equal((array.Type, array.Count), (read.Type, read.Count));
            Assert.Equal(array.Sizes, read.Sizes);
            Assert.Equal(array.Bytes.ToArray(), read.Bytes.ToArray());
        }
    }, iter: 300);

    [Fact]
    public void The_bytes_do_not_depend_on_the_order_of_the_arrays() => Arrays.Sample(arrays =>
        Assert.Equal(SafeTensorsFile.ToBytes(arrays), SafeTensorsFile.ToBytes(arrays.Reverse())), iter: 100);

    [Fact]
    public void Every_array_begins_at_a_multiple_of_its_element_size() => Arrays.Sample(arrays =>
    {
        var bytes = SafeTensorsFile.ToBytes(arrays);

        var position = bytes.Length - arrays.Sum(array => array.Bytes.Length);
        foreach (var array in SafeTensorsFile.Parse("test", bytes).Arrays)
        {
            Assert.Equal(0, position % NamedArray.SizeOf(array.Type));
            position += array.Bytes.Length;
        }
    }, iter: 100);

    [Fact]
    public void A_file_replaces_a_longer_one_whole()
    {
        var path = _folder.File("ü.safetensors");
        SafeTensorsFile.Write(path, [NamedArray.Of<float>("long", [100], new float[100])]);

        SafeTensorsFile.Write(path, [NamedArray.Of<float>("short", [1], [3f])]);

        Assert.Equal([3f], SafeTensorsFile.Read(path).Arrays.Single().Values<float>().ToArray());
        Assert.Equal(["ü.safetensors"], _folder.Names());
    }

    [Fact]
    public void Names_are_ordered_by_their_bytes()
    {
        // U+FF01 is EF BC 81 and U+1F600 is F0 9F 98 80 in UTF-8, but D83D comes before FF01 in UTF-16.
        var content = SafeTensorsFile.Parse("test", SafeTensorsFile.ToBytes(
            [NamedArray.Of<byte>("\U0001F600", [1], [1]), NamedArray.Of<byte>("\uFF01", [1], [2])]));

        Assert.Equal(["\uFF01", "\U0001F600"], content.Arrays.Select(array => array.Name));
    }

    [Fact]
    public void A_name_that_occurs_twice_is_not_written() =>
        Assert.Throws<ArgumentException>(
            () => SafeTensorsFile.ToBytes([NamedArray.Of<byte>("a", [1], [1]), NamedArray.Of<int>("a", [1], [1])]));

    [Fact]
    public void A_name_that_the_format_reserves_is_not_written() =>
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.ToBytes([NamedArray.Of<byte>("__metadata__", [1], [1])]));

    [Fact]
    public void Half_a_character_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.ToBytes([NamedArray.Of<byte>("half \uD83D", [1], [1])]));
        Assert.Throws<ArgumentException>(
            () => SafeTensorsFile.ToBytes([], new Dictionary<string, string> { ["note"] = "half \uD83D" }));
    }

    [Fact]
    public void A_missing_file_is_explained()
    {
        var error = Assert.Throws<TorchBasicsException>(() => SafeTensorsFile.Read(_folder.File("none")));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains("it does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Twice_as_many_arrays_need_about_twice_the_memory()
    {
        var small = Allocated(5_000);
        var large = Allocated(10_000);

        Assert.InRange(large, small, 2.5 * small);

        static double Allocated(int count)
        {
            var bytes = SafeTensorsFile.ToBytes(
                Enumerable.Range(0, count).Select(index => NamedArray.Of<float>($"layer{index}.weight", [2, 2], new float[4])));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(count, SafeTensorsFile.Parse("test", bytes).Arrays.Count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    internal static Gen<NamedArray[]> Arrays =>
        from names in Gen.String[Gen.Char["ab.1_ü\"\\\n\u0001😂中/"], 0, 8]
            .Where(name => name.EnumerateRunes().All(rune => rune.Value != 0xFFFD)).HashSet[0, 6]
        from arrays in Gen.Select(Gen.Enum<ElementType>(), Gen.Long[0, 4].Array[0, 4], Gen.Int).Array[names.Count]
        select names.Zip(arrays, (name, array) => Filled(name, array.Item1, array.Item2, array.Item3)).ToArray();

    private static NamedArray Filled(string name, ElementType type, long[] sizes, int seed)
    {
        var bytes = new byte[sizes.Aggregate(1L, (product, size) => product * size) * NamedArray.SizeOf(type)];
        new Random(seed).NextBytes(bytes);
        if (type == ElementType.Boolean)
            bytes = [.. bytes.Select(value => (byte)(value & 1))];
        return new NamedArray(name, type, sizes, bytes);
    }
}
