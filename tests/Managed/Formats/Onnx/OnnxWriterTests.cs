using CsCheck;
using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

public sealed class OnnxWriterTests
{
    private static readonly OnnxValue Input = new(
        "x", OnnxValueKind.Tensor, ElementType.Float32, [new(null, "batch"), new(2, string.Empty)]);

    private static readonly OnnxModel Small = new(
        new OnnxGraph("graph", [new OnnxNode("Relu", ["x"], ["y"], [])], [], [Input], [Input with { Name = "y" }]),
        [new OnnxOperatorSet(string.Empty, 17)])
    { IrVersion = 8 };

    public static TheoryData<string, OnnxModel> Broken => new()
    {
        { "it was read without a function", Small with { Unread = ["a function of the model's own"] } },
        { "its format version is 3; expected at least 4", Small with { IrVersion = 3 } },
        { "it names no set of operators", Small with { OperatorSets = [] } },
        { "'' has the version 0", Small with { OperatorSets = [new(string.Empty, 0)] } },
        {
            "'ai.onnx' has the version 18; expected at least 1, and one for each set",
            Small with { OperatorSets = [new(string.Empty, 17), new("ai.onnx", 18)] }
        },
        { "its graph has no name", With(graph => graph with { Name = string.Empty }) },
        { "names no operator", Node(new(string.Empty, ["x"], ["y"], [])) },
        { "neither inputs nor outputs", Node(new("Relu", [], [], [])) },
        { "of the set of operators 'other'", Node(new("Relu", ["x"], ["y"], []) { Domain = "other" }) },
        { "an attribute of the node Relu has no name", Attribute(new OnnxAttribute(string.Empty, OnnxAttributeType.Integer)) },
        { "two attributes 'a'", Attribute(new("a", OnnxAttributeType.Integer), new("a", OnnxAttributeType.Float)) },
        { "'a' of the node Relu holds nothing", Attribute(new OnnxAttribute("a", OnnxAttributeType.Other)) },
        { "'a' of the node Relu holds no tensor", Attribute(new OnnxAttribute("a", OnnxAttributeType.Tensor)) },
        { "uses 'z', which nothing before it computes", Node(new("Relu", ["z"], ["y"], [])) },
        { "uses 'b', which", Nodes(new("Relu", ["b"], ["y"], []), new("Relu", ["y"], ["b"], [])) },
        { "'y' of an output of a node is given twice", Nodes(new("Relu", ["x"], ["y"], []), new("Relu", ["x"], ["y"], [])) },
        { "'x' of an input is given twice", With(graph => graph with { Inputs = [Input, Input] }) },
        { "'w' of an initializer is given twice", With(graph => graph with { Initializers = [Bytes("w", 1), Bytes("w", 1)] }) },
        { "an initializer has no name", With(graph => graph with { Initializers = [Bytes(string.Empty, 1)] }) },
        { "its output 'z'", With(graph => graph with { Outputs = [Input with { Name = "z" }] }) },
        { "'x' has no type or no sizes", With(graph => graph with { Inputs = [Input with { Sizes = null }] }) },
        { "'x' has no type or no sizes", With(graph => graph with { Inputs = [Input with { Type = null }] }) },
        { "'x' has no type or no sizes", With(graph => graph with { Inputs = [Input with { Kind = OnnxValueKind.Sequence }] }) },
        { "has the size -1", With(graph => graph with { Inputs = [Input with { Sizes = [new(-1, string.Empty)] }] }) },
        { "has the size 1 and the name 'n'", With(graph => graph with { Inputs = [Input with { Sizes = [new(1, "n")] }] }) },
        { "65 axes", With(graph =>
            graph with { Inputs = [Input with { Sizes = [.. Enumerable.Repeat(new OnnxDimension(1, string.Empty), 65)] }] }) },
        { "65 axes", With(
            graph => graph with { Initializers = [new("w", ElementType.UInt8, [.. Enumerable.Repeat(1L, 65)], new byte[1])] }) },
        {
            "a truth value of w",
            With(graph => graph with { Initializers = [new("w", ElementType.Boolean, [1], new byte[] { 2 })] })
        },
        { "half a character", Small with { ProducerName = "\uDC00" } },
    };

    // Field by field as onnx.proto numbers them; the helper Proto is independent of the writer.
    [Fact]
    public void A_small_model_is_these_bytes()
    {
        var expected = Join(
            Number(1, 8),
            Text(2, "test"),
            Text(3, "1.2"),
            Bytes(7,
                Bytes(1, Text(1, "x"), Text(1, "w"), Text(2, "y"), Text(3, "/fc/Gemm"), Text(4, "Gemm"),
                    Bytes(5, Text(1, "transB"), Number(3, 1), Number(20, 2)),
                    Bytes(5, Text(1, "pads"), Number(8, 0), Number(8, -1), Number(20, 7))),
                Text(2, "graph"),
                Bytes(5, Tensor(1, [2, 1], Text(8, "w"), Proto.Bytes(9, BitConverter.GetBytes(1f), BitConverter.GetBytes(-2f)))),
                Bytes(11, Value("x", Text(2, "batch"), Number(1, 2))),
                Bytes(12, Value("y", Text(2, "batch"), Number(1, 2)))),
            Bytes(8, Text(1, string.Empty), Number(2, 17)),
            Bytes(14, Text(1, "a"), Text(2, "first")),
            Bytes(14, Text(1, "b"), Text(2, string.Empty)));

        var node = new OnnxNode("Gemm", ["x", "w"], ["y"],
            [
                new("transB", OnnxAttributeType.Integer) { Integer = 1 },
                new("pads", OnnxAttributeType.Integers) { Integers = [0, -1] }
            ])
        { Name = "/fc/Gemm" };
        var model = Node(node) with
        {
            ProducerName = "test",
            ProducerVersion = "1.2",
            Metadata = new Dictionary<string, string> { ["b"] = string.Empty, ["a"] = "first" },
        };
        model = model with { Graph = model.Graph with { Initializers = [NamedArray.Of<float>("w", [2, 1], [1, -2])] } };
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(OnnxFile.ToBytes(model)));
    }

    [Fact]
    public void Any_model_comes_back_as_it_was() => OnnxModels.Any.Sample(model =>
    {
        var bytes = OnnxFile.ToBytes(model);
        var back = OnnxFile.ParseModel("test", bytes);

        Assert.Equal(OnnxModels.Describe(model), OnnxModels.Describe(back));
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(OnnxFile.ToBytes(back)));
    });

    [Fact]
    public void A_model_with_something_of_everything_comes_back()
    {
        var model = OnnxFile.ParseModel("test", Everything);

        Assert.Equal(OnnxModels.Describe(model), OnnxModels.Describe(OnnxFile.ParseModel("test", OnnxFile.ToBytes(model))));
    }

    [Fact]
    public void The_order_of_metadata_does_not_change_the_file()
    {
        var forwards = Small with { Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } };
        var backwards = Small with { Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } };

        Assert.Equal(OnnxFile.ToBytes(forwards), OnnxFile.ToBytes(backwards));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_model_that_others_would_refuse_is_not_written(string reason, OnnxModel model)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");

        Assert.Contains(
            reason, Assert.Throws<ArgumentException>(() => OnnxFile.WriteModel(path, model)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_longer_file_is_replaced_whole()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("größe.onnx");
        File.WriteAllBytes(path, new byte[10_000]);

        OnnxFile.WriteModel(path, Small);

        Assert.Equal(OnnxFile.ToBytes(Small), File.ReadAllBytes(path));
    }

    [Fact]
    public void Large_arrays_are_copied_once_into_bytes_and_never_into_a_file()
    {
        const int Length = 13 << 20;
        const int Overhead = 1 << 18;
        using var folder = new TemporaryFolder();
        var model = With(graph => graph with { Initializers = [Bytes("w", Length)] });
        OnnxFile.ToBytes(Small);

        var before = GC.GetAllocatedBytesForCurrentThread();
        OnnxFile.ToBytes(model);
        var toBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        OnnxFile.WriteModel(folder.File("large.onnx"), model);
        var toFile = GC.GetAllocatedBytesForCurrentThread() - before - toBytes;

        Assert.InRange(toBytes, Length, Length + Overhead);
        Assert.InRange(toFile, 0, Overhead);
    }

    private static OnnxModel With(Func<OnnxGraph, OnnxGraph> change) => Small with { Graph = change(Small.Graph) };

    private static OnnxModel Nodes(params OnnxNode[] nodes) => With(graph => graph with { Nodes = nodes });

    private static OnnxModel Node(OnnxNode node) => Nodes(node);

    private static OnnxModel Attribute(params OnnxAttribute[] attributes) =>
        Nodes(new OnnxNode("Relu", ["x"], ["y"], attributes));

    private static NamedArray Bytes(string name, int count) => new(name, ElementType.UInt8, [count], new byte[count]);

    private static byte[] Bytes(int field, params byte[][] parts) => Proto.Bytes(field, parts);
}
