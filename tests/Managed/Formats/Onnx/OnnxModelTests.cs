using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

public sealed class OnnxModelTests
{
    [Fact]
    public void A_model_is_read_whole()
    {
        var model = OnnxFile.ParseModel("test", Everything);

        Assert.Equal((8, "test", 17), (model.IrVersion, model.ProducerName, model.VersionOf("ai.onnx")));
        Assert.Equal(("graph", 2), (model.Graph.Name, model.Graph.Nodes.Count));
        Assert.Empty(model.Unread);
        var gemm = model.Graph.Nodes[0];
        Assert.Equal(("Gemm", 0.5f, 1L), (gemm.Operator, gemm.Find("alpha")!.Float, gemm.Find("transB")!.Integer));
        Assert.Equal(["x", "w", "y"], [.. gemm.Inputs, .. gemm.Outputs]);
        Assert.Equal("w Float32 [2, 1]", model.Graph.Initializers.Single().ToString());
        Assert.Equal([1f, -2f], model.Graph.Initializers.Single().Values<float>().ToArray());
        var input = Assert.Single(model.Graph.Inputs);
        Assert.Equal(("x", OnnxValueKind.Tensor, ElementType.Float32), (input.Name, input.Kind, input.Type));
        Assert.Equal([new OnnxDimension(null, "batch"), new OnnxDimension(1, string.Empty)], input.Sizes);
        Assert.Equal("z", Assert.Single(model.Graph.Outputs).Name);
    }

    [Fact]
    public void Metadata_are_read_by_key()
    {
        var model = OnnxFile.ParseModel(
            "test", Join(Model(), Bytes(14, Text(1, "a"), Text(2, "ü")), Bytes(14), Bytes(14, Text(2, "1"), Text(1, "b"))));

        Assert.Equal(
            [new("", ""), new("a", "ü"), new("b", "1")], model.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Empty(OnnxFile.ParseModel("test", Model()).Metadata);
    }

    [Fact]
    public void Attributes_of_every_type_are_read()
    {
        var node = OnnxFile.ParseModel("test", Everything).Graph.Nodes[1];

        Assert.Equal(["y", ""], node.Inputs);
        Assert.Equal("same", node.Find("mode")!.Text);
        Assert.Equal([-5L], node.Find("value")!.Tensor!.Values<long>().ToArray());
        Assert.Equal([1f, 2f], node.Find("scales")!.Floats);
        Assert.Equal([0L, -1L, 300L], node.Find("pads")!.Integers);
        Assert.Equal(["a", "ü"], node.Find("names")!.Texts);
        Assert.Null(node.Find("axis"));
    }

    [Fact]
    public void A_list_may_be_packed_or_not_or_in_pieces()
    {
        var packed = Attribute(Text(1, "a"), Packed(8, 1, 2, 3));
        var single = Attribute(Number(8, 1), Number(8, 2), Text(1, "a"), Number(8, 3));
        var pieces = Attribute(Packed(8, 1), Text(1, "a"), Number(8, 2), Packed(8, 3), Packed(8));

        Assert.All([packed, single, pieces], attribute => Assert.Equal([1L, 2L, 3L], attribute.Integers));
    }

    [Fact]
    public void The_type_of_an_attribute_follows_from_its_value_where_it_is_not_said()
    {
        Assert.Equal(OnnxAttributeType.Integers, Attribute(Text(1, "a"), Packed(8, 1)).Type);
        Assert.Equal(OnnxAttributeType.Float, Attribute(Text(1, "a"), Float(2, 1)).Type);
    }

    [Fact]
    public void A_value_that_is_left_out_is_zero() =>
        Assert.Equal(
            (OnnxAttributeType.Integer, 0),
            (Attribute(Text(1, "a"), Number(20, 2)).Type, Attribute(Text(1, "a"), Number(20, 2)).Integer));

    [Fact]
    public void Unknown_fields_are_passed_over()
    {
        byte[][] unknown = [Number(99, 5), Float(98, 1), Double(97, 1), Text(1000, "more"), Text(6, "a text about it")];

        var model = OnnxFile.ParseModel(
            "test", Join([.. unknown, .. new[] { Model([.. unknown, Bytes(12, Value("x")), Bytes(11, Value("x"))]) }]));

        Assert.Equal("x", model.Graph.Outputs.Single().Name);
    }

    [Fact]
    public void What_the_records_do_not_hold_is_noted()
    {
        var graph = Join(Text(1, "body"), Bytes(6, Text(2, "inner")), Number(20, 5));
        var text = Join(Text(1, "value"), Bytes(5, Tensor(8, [1], Text(6, "word"))), Number(20, 4));
        var model = OnnxFile.ParseModel("test", Join(
            Model(
                Bytes(1, Node("Loop", ["x"], ["y"], graph)),
                Bytes(1, Node("Constant", [], ["c"], text)),
                Bytes(11, Value("x")),
                Bytes(15)),
            Bytes(25, Text(1, "f")),
            Bytes(20)));

        Assert.Equal(
            ["the attribute 'body' of the type GRAPH", "the tensor '' of the type STRING", "a sparse initializer",
                "a function of the model's own", "information for training"],
            model.Unread);
        Assert.All(model.Graph.Nodes, node => Assert.Equal(OnnxAttributeType.Other, node.Attributes.Single().Type));
    }

    [Fact]
    public void A_model_of_the_first_format_versions_means_the_first_operators()
    {
        var model = OnnxFile.ParseModel("test", Join(Number(1, 1), Bytes(7)));

        Assert.Equal(1, model.VersionOf(string.Empty));
        Assert.Null(model.VersionOf("other"));
    }

    [Fact]
    public void Values_may_be_lists_or_absent()
    {
        var model = OnnxFile.ParseModel("test", Model(
            Bytes(11, Text(1, "list"), Bytes(2, Bytes(4))),
            Bytes(11, Text(1, "perhaps"), Bytes(2, Bytes(9))),
            Bytes(11, Text(1, "map"), Bytes(2, Bytes(5))),
            Bytes(11, Text(1, "any"))));

        Assert.Equal(
            [OnnxValueKind.Sequence, OnnxValueKind.Optional, OnnxValueKind.Other, OnnxValueKind.Unknown],
            model.Graph.Inputs.Select(input => input.Kind));
    }

    private static OnnxAttribute Attribute(params byte[][] fields) =>
        OnnxFile.ParseModel("test", Model(Bytes(1, Node("Test", [], ["y"], Join(fields))))).Graph.Nodes
            .Single().Attributes.Single();
}
