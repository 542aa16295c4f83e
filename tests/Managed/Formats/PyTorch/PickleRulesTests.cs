using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.PyTorch;
using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>What keeps the rules is read, and read right.</summary>
public class PickleRulesTests
{
    private static readonly byte[] Six = Floats(0, 1, 2, 3, 4, 5);

    [Fact]
    public void Plain_and_ordered_dictionaries_are_state_dicts()
    {
        Assert.Equal([1f], Read(Pickle(Dictionary(("w", Vector(1)))), Floats(1)).Values<float>().ToArray());
        Assert.Equal(
            [1f], Read(Pickle(OrderedDictionary, Text("w"), Vector(1), Ascii("s")), Floats(1)).Values<float>().ToArray());
        Assert.Equal([], TorchFile.Parse("test", Archive(Pickle(Ascii("}")))).Arrays);
    }

    [Fact]
    public void Metadata_are_passed_over() =>
        Assert.Equal([1f], Read(
            Pickle(OrderedDictionary, Text("w"), Vector(1), Ascii("s"), Dictionary(("_metadata", OrderedDictionary)), Ascii("b")),
            Floats(1)).Values<float>().ToArray());

    [Fact]
    public void Parameters_are_tensors()
    {
        Assert.Equal([1f], Read(
            Pickle(Dictionary(("w", Call(Global("torch._utils", "_rebuild_parameter"), Vector(1), [0x88], OrderedDictionary)))),
            Floats(1)).Values<float>().ToArray());
        Assert.Equal([1f], Read(Pickle(Dictionary(("w", Call(
            Global("torch._utils", "_rebuild_parameter_with_state"),
            Vector(1),
            [0x88],
            OrderedDictionary,
            Dictionary(("tag", Number(1))))))), Floats(1)).Values<float>().ToArray());
    }

    // Element [i, j] is number offset + i * strides[0] + j * strides[1] of the storage 0, 1, 2, 3, 4, 5.
    [Theory]
    [InlineData(0, new[] { 6 }, new[] { 1 }, "0 1 2 3 4 5")]
    [InlineData(2, new[] { 3 }, new[] { 1 }, "2 3 4")]
    [InlineData(0, new[] { 2, 3 }, new[] { 3, 1 }, "0 1 2 3 4 5")]
    [InlineData(0, new[] { 3, 2 }, new[] { 1, 3 }, "0 3 1 4 2 5")]
    [InlineData(1, new[] { 2, 2 }, new[] { 3, 1 }, "1 2 4 5")]
    [InlineData(5, new int[0], new int[0], "5")]
    [InlineData(6, new[] { 0 }, new[] { 1 }, "")]
    [InlineData(4, new[] { 3 }, new[] { 0 }, "4 4 4")]
    [InlineData(0, new[] { 1, 3, 1 }, new[] { 77, 2, 99 }, "0 2 4")]
    [InlineData(0, new[] { 2, 1, 3 }, new[] { 3, 50, 1 }, "0 1 2 3 4 5")]
    [InlineData(0, new[] { 2, 3, 2 }, new[] { 0, 2, 1 }, "0 1 2 3 4 5 0 1 2 3 4 5")]
    [InlineData(1, new[] { 3, 1, 2, 1 }, new[] { 1, 9, 2, 9 }, "1 3 2 4 3 5")]
    public void A_view_shows_the_elements_of_its_storage(int offset, int[] sizes, int[] strides, string expected)
    {
        var array = Read(Pickle(Dictionary(("w", Tensor(Storage("FloatStorage", "0", 6), offset, sizes, strides)))), Six);

        Assert.Equal(sizes, array.Sizes.Select(size => (int)size));
        Assert.Equal(expected, string.Join(' ', array.Values<float>().ToArray()));
    }

    [Theory]
    [InlineData("ByteStorage", 1), InlineData("HalfStorage", 2), InlineData("IntStorage", 4), InlineData("DoubleStorage", 8)]
    public void Elements_of_all_sizes_are_rearranged(string type, int size)
    {
        byte[] storage = [.. Enumerable.Range(0, 6 * size).Select(value => (byte)value)];

        var array = Read(Pickle(Dictionary(("w", Tensor(Storage(type, "0", 6), 0, [3, 2], [1, 3])))), storage);

        Assert.Equal(
            new[] { 0, 3, 1, 4, 2, 5 }.SelectMany(element => storage[(element * size)..((element + 1) * size)]),
            array.Bytes.ToArray());
    }

    [Fact]
    public void Types_without_a_storage_class_are_views_of_bytes()
    {
        var storage = Join(
            TupleOf(Text("storage"), Global("torch.storage", "UntypedStorage"), Text("0"), Text("cpu"), Number(6)), Ascii("Q"));

        var array = Read(
            Pickle(Dictionary(("w", Call(Global("torch._utils", "_rebuild_tensor_v3"), storage, Number(1), Numbers(2), Numbers(1),
                [0x89], OrderedDictionary, Global("torch", "uint16"))))),
            [1, 0, 2, 0, 3, 0]);

        Assert.Equal(ElementType.UInt16, array.Type);
        Assert.Equal([2, 3], array.Values<ushort>().ToArray());
    }

    [Fact]
    public void Tensors_of_one_storage_share_it()
    {
        var arrays = TorchFile.Parse("test", Archive(
            Pickle(Dictionary(("a", Vector(6)), ("b", Tensor(Storage("FloatStorage", "0", 6), 2, [2], [1])))), Six)).Arrays;

        Assert.True(arrays[1].Bytes.Span.Overlaps(arrays[0].Bytes.Span, out var offset));
        Assert.Equal(-8, offset);
    }

    [Fact]
    public void Any_device_is_the_same_to_a_file() =>
        Assert.Equal([1f], Read(Pickle(Dictionary(("w", Tensor(
            Join(TupleOf(Text("storage"), Global("torch", "FloatStorage"), Text("0"), Text("cuda:7"), Number(1)), Ascii("Q")),
            0,
            [1],
            [1])))), Floats(1)).Values<float>().ToArray());

    [Fact]
    public void Numbers_have_all_their_forms()
    {
        byte[][] fours =
            [Ascii("K\x4"), Ascii("M\x4\0"), Number(4), [0x8A, 1, 4], [0x8A, 2, 4, 0], [0x8A, 8, 4, 0, 0, 0, 0, 0, 0, 0]];

        foreach (var four in fours)
            Assert.Equal([4L], Read(
                Pickle(Dictionary(("w", Call(
                    Global("torch._utils", "_rebuild_tensor_v2"),
                    Storage("FloatStorage", "0", 6),
                    Number(0),
                    TupleOf(four),
                    Numbers(1),
                    [0x89],
                    OrderedDictionary)))),
                Six).Sizes);
    }

    [Fact]
    public void Negative_long_numbers_are_negative()
    {
        foreach (var minusOne in (byte[][])[[0x8A, 1, 0xFF], [0x8A, 2, 0xFF, 0xFF],
            [0x8A, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]])
        {
            var file = Archive(
                Pickle(Dictionary(("w", Call(
                    Global("torch._utils", "_rebuild_tensor_v2"),
                    Storage("FloatStorage", "0", 6),
                    minusOne,
                    Numbers(1),
                    Numbers(1),
                    [0x89],
                    OrderedDictionary)))),
                Six);

            Assert.Contains(
                "begins at element -1",
                Assert.Throws<MalformedFileException>(() => TorchFile.Parse("test", file)).Reason,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_may_hold_plain_data_beside_its_weights()
    {
        byte[] plain = Join(
            Ascii("]("), Number(1), Ascii("G"), new byte[8], Ascii("N"), [0x88, 0x89, 0x8A, 0], Text("größe"), TupleOf(Number(1)),
            [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            Join(Global("torch", "Size"), TupleOf(Numbers(1, 2)), Reduce), Ascii("e"));
        var content = TorchFile.Parse("test", Archive(
            Pickle(Dictionary(("epoch", Number(3)), ("net", Dictionary(("w", Vector(1)))),
                ("empty", Ascii("}")), ("rng", Vector(1)), ("plain", plain))),
            Floats(1)));

        Assert.Equal(["w"], content.Arrays.Select(array => array.Name));
        Assert.Equal(["epoch", "empty", "rng", "plain"], content.LeftAside);
    }

    [Fact]
    public void A_refusal_gives_the_place_in_the_file()
    {
        var file = Archive(Pickle(Dictionary(("w", Call(Global("os", "system"), Text("id"))))));

        var error = Assert.Throws<MalformedFileException>(() => TorchFile.Parse("test", file));

        Assert.Equal(file.AsSpan().IndexOf("cos\nsystem\n"u8), error.Offset);
    }

    [Fact]
    public void Records_that_are_not_known_are_passed_over() =>
        Assert.Equal(["w"], TorchFile.Parse("test", Records(
            ("data.pkl", Pickle(Dictionary(("w", Vector(1))))), (".format_version", Ascii("1")),
            (".storage_alignment", Ascii("64")), ("byteorder", Ascii("little")),
            ("data/0", Floats(1)), ("version", Ascii("3\n")), (".data/serialization_id", Ascii("0123456789")))).Arrays
            .Select(array => array.Name));

    private static NamedArray Read(byte[] pickle, params byte[][] storages) =>
        TorchFile.Parse("test", Archive(pickle, storages)).Arrays.Single();
}
