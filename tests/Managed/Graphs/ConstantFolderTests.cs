using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using static TorchBasics.Tests.Managed.Graphs.Nodes;

namespace TorchBasics.Tests.Managed.Graphs;

/// <summary>
/// Constants that a graph computes. The reference, which moves and computes numbers in its own way, must give the same.
/// </summary>
public sealed class ConstantFolderTests
{
    private static readonly NamedArray Array234 = Floats([2, 3, 4], [.. Enumerable.Range(0, 24).Select(i => i / 3f)]);

    [Fact]
    public void Axes_change_places() => Agrees("Transpose", [Array234], Integers("perm", 2, 0, 1));

    [Fact]
    public void Axes_are_repeated() => Agrees("Expand", [Floats([2, 1], 1, 2), Longs(3, 1, 2)]);

    [Fact]
    public void Arrays_are_joined() =>
        Agrees("Concat", [Array234, Floats([2, 1, 4], 1, 2, 3, 4, 5, 6, 7, 8)], Integer("axis", 1));

    [Fact]
    public void Entries_are_picked() => Agrees("Gather", [Array234, Longs(2, 0, 2)], Integer("axis", 1));

    [Fact]
    public void Parts_are_replaced() =>
        Agrees("ScatterND", [Array234, NamedArray.Of<long>("", [2, 2], [1, 0, 0, 2]), Floats([2, 4], 9, 8, 7, 6, 5, 4, 3, 2)]);

    [Fact]
    public void Shapes_are_filled() => Agrees("ConstantOfShape", [Longs(2, 2)]);

    [Fact]
    public void Axes_come_and_go()
    {
        Agrees("Unsqueeze", [Array234, Longs(1, -1)]);
        Agrees("Squeeze", [Floats([1, 2], 1, 2)]);
        Agrees("Reshape", [Array234, Longs(0, -1)]);
        Agrees("Flatten", [Array234]);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    public void Numbers_are_computed_in_their_own_type(string name)
    {
        Agrees(name, [Longs(3, -4), NamedArray.Of<long>("", [2, 1], [5, 6])]);
        Gen.Float[-1e6f, 1e6f].Select(Gen.Float[-1e6f, 1e6f]).Sample(pair =>
            Agrees(name, [Floats([2], pair.Item1, 1), Floats([1], pair.Item2)])); // one rounding: the reference's number, rounded
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    public void Numbers_are_converted(long type)
    {
        Agrees("Cast", [NamedArray.Of<Half>("", [3], [(Half)0.1, (Half)(-2.5), (Half)0])], Integer("to", type));
        Agrees("Cast", [NamedArray.Of<double>("", [1], [0.1])], Integer("to", type));
        Agrees("Cast", [NamedArray.Of<byte>("", [2], [0, 200])], Integer("to", type));
    }

    [Fact]
    public void What_is_no_number_is_moved_bit_by_bit()
    {
        byte[] strange = [0x34, 0x12, 0xA0, 0xFF]; // a signalling NaN with a payload

        Assert.Equal(
            [.. strange, .. strange],
            Fold("Expand", [new NamedArray("x", ElementType.Float32, [1], strange), Longs(2)])[0].Bytes.ToArray());
    }

    [Fact]
    public void Results_bear_the_name_of_the_output() => Assert.Equal("y", Assert.Single(Fold("Neg", [Floats([1], 1)])).Name);

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(1000)]
    [InlineData(long.MinValue)]
    public void Results_beyond_the_limit_are_refused(long size) =>
        Assert.Equal(ErrorKind.Data, Assert.Throws<TorchBasicsException>(() => Fold("ConstantOfShape", [Longs(size)])).Kind);

    [Fact]
    public void An_empty_axis_does_not_hide_a_shape_beyond_the_limit() =>
        Assert.Throws<TorchBasicsException>(() => Fold("ConstantOfShape", [Longs(0, int.MaxValue, int.MaxValue)]));

    [Fact]
    public void The_limit_is_one_for_all_constants_together()
    {
        var node = new OnnxNode("ConstantOfShape", ["x0"], ["y"], []);
        var folder = new ConstantFolder(Model(node), mostBytes: 1000);
        folder.Fold(node, [Longs(100)]);

        Assert.Throws<TorchBasicsException>(
            () => folder.Fold(node, [Longs(100)]).Concat(folder.Fold(node, [Longs(100)])).ToList());
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("RandomNormal")]
    public void What_constants_are_not_computed_with_is_refused(string name) =>
        Assert.Contains(
            name,
            Assert.Throws<TorchBasicsException>(() => Fold(name, [Floats([1], 1)])).Message,
            StringComparison.OrdinalIgnoreCase);

    private static void Agrees(string name, NamedArray[] inputs, params OnnxAttribute[] attributes)
    {
        var (array, expected) = (Fold(name, inputs, attributes)[0], OnReference(name, 17, inputs, attributes).ToNamedArray("y"));

        Assert.Equal($"{expected}", $"{array}");
        Assert.Equal(expected.Bytes.ToArray(), array.Bytes.ToArray());
    }

    private static IReadOnlyList<NamedArray> Fold(string name, NamedArray[] inputs, params OnnxAttribute[] attributes)
    {
        var node = new OnnxNode(name, [.. inputs.Select((_, i) => $"x{i}")], ["y"], attributes);
        return new ConstantFolder(Model(node), mostBytes: 1000).Fold(node, inputs);
    }

    private static OnnxModel Model(OnnxNode node) =>
        new(new OnnxGraph("g", [node], [], [], []), [new OnnxOperatorSet(string.Empty, 17)]);
}
