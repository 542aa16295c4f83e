using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

public sealed class OnnxRulesTests
{
    public static TheoryData<string, byte[]> Models => new()
    {
        { "without a graph", [] },
        { "without a graph", Number(1, 8) },
        { "not the number of a field", [0x00] },
        { "wire type 3", [0x3B, 0x3C] },
        { "wire type 4", [0x3C] },
        { "wire type 7", [0x3F] },
        { "more than 64 bits", [0x08, .. Enumerable.Repeat((byte)0xFF, 10)] },
        { "more than 64 bits", [0x08, .. Enumerable.Repeat((byte)0x80, 9), 0x02] },
        { "ends within a value", [0x08, 0x80] },
        { "are left", [0x3A, 0x05, 0x00] },
        { "are left", [0x3A, .. Varint(ulong.MaxValue)] },
        { "the format version occurs twice", Join(Number(1, 8), Number(1, 8)) },
        { "the graph occurs twice", Join(Bytes(7), Bytes(7)) },
        { "the format version has wire type 2", Text(1, "8") },
        { "the graph has wire type 0", Number(7, 1) },
        { "not valid UTF-8", Bytes(2, [0xC3]) },
        { "version 0", Join(Bytes(7), Bytes(8)) },
        { "version -1", Join(Bytes(7), Bytes(8, Number(2, -1))) },
        { "the metadata have the key 'a' twice", Join(Bytes(7), Bytes(14, Text(1, "a")), Bytes(14, Text(1, "a"), Text(2, "b"))) },
        { "the key of an entry of the metadata occurs twice", Join(Bytes(7), Bytes(14, Text(1, "a"), Text(1, "b"))) },
        { "names no operator", Graph(Bytes(1, Text(2, "y"))) },
        { "neither inputs nor outputs", Graph(Bytes(1, Text(4, "Relu"))) },
        { "uses 'x', which nothing before it computes", Graph(Bytes(1, Node("Relu", ["x"], ["y"]))) },
        { "uses 'y', which nothing before it computes", Graph(Bytes(1, Node("Relu", ["y"], ["y"]))) },
        { "uses 'b', which", Graph(Bytes(1, Node("Relu", ["b"], ["a"])), Bytes(1, Node("Relu", ["a"], ["b"]))) },
        { "'x' of an output of a node is given twice", Graph(Bytes(11, Value("x")), Bytes(1, Node("Relu", ["x"], ["x"]))) },
        { "'x' of an input is given twice", Graph(Bytes(11, Value("x")), Bytes(11, Value("x"))) },
        { "'w' of an initializer is given twice", Graph(Bytes(5, Tensor(1, [0], Text(8, "w"))), Bytes(5, Tensor(1, [0], Text(8, "w")))) },
        { "an initializer has no name", Graph(Bytes(5, Tensor(1, [0]))) },
        { "computes its output 'y'", Graph(Bytes(12, Value("y"))) },
        { "'a' occurs twice", WithAttribute(Join(Text(1, "a"), Number(3, 1)), Join(Text(1, "a"), Number(3, 1))) },
        { "an attribute has no name", WithAttribute(Number(3, 1)) },
        { "both INT and FLOAT", WithAttribute(Join(Text(1, "a"), Number(3, 1), Float(2, 1))) },
        { "holds INT; it is said to be FLOAT", WithAttribute(Join(Text(1, "a"), Number(3, 1), Number(20, 1))) },
        { "-1 is not the type", WithAttribute(Join(Text(1, "a"), Number(20, -1))) },
        { "not a whole number of values", WithAttribute(Join(Text(1, "a"), Bytes(7, [1, 2, 3]))) },
        { "ends within a number", WithAttribute(Join(Text(1, "a"), Bytes(8, [0x80]))) },
        { "more than 64 axes", Graph(Bytes(11, Value("x", [.. Enumerable.Repeat(Number(1, 1), 65)]))) },
        { "unfolds into more than", Graph([.. Enumerable.Repeat(Bytes(1, Text(4, "A"), Text(2, "")), 100_000)]) },
        { "unfolds into more than", WithAttribute(Join(Text(1, "a"), Packed(8, new long[2_000_000]))) },
    };

    public static TheoryData<string, byte[]> Tensors => new()
    {
        { "the type UNDEFINED", [] },
        { "the type STRING", Tensor(8, [1], Text(6, "word")) },
        { "the type FLOAT8E4M3FN", Tensor(17, [1], Bytes(9, [1])) },
        { "the type 77", Tensor(77, [1], Bytes(9, [1])) },
        { "the size along axis 1 is -1", Tensor(1, [0, -1]) },
        { "more than 2147483591 bytes", Tensor(1, [long.MaxValue, long.MaxValue]) },
        { "more than 2147483591 bytes", Tensor(11, [1L << 61, 8]) },
        { "more than 2147483591 bytes", Tensor(1, [1L << 40], Bytes(9, [1])) },
        { "3 bytes of raw_data; Float32 [1] needs 4", Tensor(1, [1], Bytes(9, [1, 2, 3])) },
        { "5 bytes of raw_data", Tensor(1, [1], Bytes(9, [1, 2, 3, 4, 5])) },
        { "4 bytes of raw_data; Float32 [0] needs 0", Tensor(1, [0], Bytes(9, [1, 2, 3, 4])) },
        { "has 0 elements; Float32 [1] needs 1", Tensor(1, [1]) },
        { "has 2 elements; Float32 [] needs 1", Tensor(1, [], Float(4, 1), Float(4, 2)) },
        { "has raw_data and elements in field 4", Tensor(1, [1], Bytes(9, [1, 2, 3, 4]), Float(4, 1)) },
        { "has elements in field 7; expected them in field 4", Tensor(1, [1], Packed(7, 1)) },
        { "an element is 256; UInt8 holds 0 to 255", Tensor(2, [1], Packed(5, 256)) },
        { "an element is -129", Tensor(3, [1], Packed(5, -129)) },
        { "an element is 2; Boolean", Tensor(9, [1], Packed(5, 2)) },
        { "an element is 2147483648", Tensor(6, [1], Packed(5, 1L << 31)) },
        { "neither 0 nor 1", Tensor(9, [3], Bytes(9, [0, 1, 2])) },
        { "lies in another file", Tensor(1, [1], Bytes(13, Text(1, "location"), Text(2, "/etc/passwd"))) },
        { "lie in another file", Tensor(1, [1], Number(14, 1)) },
        { "in segments", Tensor(1, [1], Bytes(3)) },
        { "more than 64 axes", Tensor(1, [.. Enumerable.Repeat(1L, 65)], Float(4, 1)) },
        { "raw_data occurs twice", Tensor(2, [1], Bytes(9, [1]), Bytes(9, [1])) },
        { "unfolds into more than", Tensor(7, [4_000_000], Packed(7, new long[4_000_000])) },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_that_breaks_a_rule_is_refused(string reason, byte[] bytes) => AssertRefused(reason, bytes, () => OnnxFile.ParseModel("m.onnx", bytes));

    [Theory]
    [MemberData(nameof(Tensors))]
    public void A_tensor_that_breaks_a_rule_is_refused(string reason, byte[] bytes) => AssertRefused(reason, bytes, () => OnnxFile.ParseTensor("t.pb", bytes));

    [Fact]
    public void Messages_within_messages_are_not_entered_without_end()
    {
        // A graph in an attribute of a node of a graph, and so on, 20,000 deep.
        var graph = Array.Empty<byte>();
        for (var depth = 0; depth < 20_000 && graph.Length < 1 << 16; depth++)
            graph = Bytes(1, Node("If", ["x"], ["y"], Join(Text(1, "then"), Bytes(6, graph))));

        var model = OnnxFile.ParseModel("deep", Model(graph, Bytes(11, Value("x"))));

        Assert.Equal(["the attribute 'then' of the type GRAPH"], model.Unread);
    }

    private static void AssertRefused(string reason, byte[] bytes, Func<object> parse)
    {
        var error = Assert.Throws<MalformedFileException>(parse);

        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 0, bytes.Length);
    }

    private static byte[] Graph(params byte[][] fields) => Bytes(7, fields);

    private static byte[] WithAttribute(params byte[][] attributes) => Graph(Bytes(1, Node("Test", [], ["y"], attributes)));
}
