using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

/// <summary>Graphs that make no sense, each with the reason for which it is refused.</summary>
public sealed class OnnxGraphRulesTests
{
    public static TheoryData<string, string, byte[]> Files => new()
    {
        { "a set of operators without a version", "version 0", Join(Bytes(7), Bytes(8)) },
        { "a negative version of operators", "version -1", Join(Bytes(7), Bytes(8, Number(2, -1))) },
        {
            "two versions of one set of operators",
            "the versions 17 and 9",
            Join(Bytes(7), Bytes(8, Number(2, 17)), Bytes(8, Text(1, "ai.onnx"), Number(2, 9)))
        },
        { "a node without an operator", "names no operator", Graph(Bytes(1, Text(2, "y"))) },
        { "a node without edges", "neither inputs nor outputs", Graph(Bytes(1, Text(4, "Relu"))) },
        { "a value that nothing computes", "uses 'x', which nothing before it computes", Graph(Relu("x", "y")) },
        {
            "a name that differs in case",
            "uses 'X', which nothing before it computes",
            Graph(Bytes(11, Value("x")), Relu("X", "y"))
        },
        {
            "a name that differs in its composition",
            "which nothing before it computes",
            Graph(Bytes(11, Value("\u00E4")), Relu("a\u0308", "y"))
        },
        { "a node that needs itself", "uses 'y', which nothing before it computes", Graph(Relu("y", "y")) },
        { "a cycle of two nodes", "uses 'b', which", Graph(Relu("b", "a"), Relu("a", "b")) },
        {
            "a cycle of three nodes behind a sound one",
            "uses 'c', which",
            Graph(Bytes(11, Value("x")), Relu("x", "y"), Relu("c", "a"), Relu("a", "b"), Relu("b", "c"))
        },
        { "nodes in the wrong order", "uses 'a', which", Graph(Bytes(11, Value("x")), Relu("a", "b"), Relu("x", "a")) },
        {
            "one value computed twice",
            "'y' of an output of a node is given twice",
            Graph(Bytes(11, Value("x")), Relu("x", "y"), Relu("x", "y"))
        },
        {
            "one output named twice by its node",
            "'y' of an output of a node is given twice",
            Graph(Bytes(1, Node("Split", [], ["y", "y"])))
        },
        {
            "an input that is computed",
            "'x' of an output of a node is given twice",
            Graph(Bytes(11, Value("x")), Relu("x", "x"))
        },
        { "an initializer that is computed", "'w' of an output of a node is given twice", Graph(Weight("w"), Relu("w", "w")) },
        { "one input twice", "'x' of an input is given twice", Graph(Bytes(11, Value("x")), Bytes(11, Value("x"))) },
        { "one initializer twice", "'w' of an initializer is given twice", Graph(Weight("w"), Weight("w")) },
        { "an input without a name", "an input has no name", Graph(Bytes(11)) },
        { "an initializer without a name", "an initializer has no name", Graph(Bytes(5, Tensor(1, [0]))) },
        { "an output that nothing computes", "computes its output 'y'", Graph(Bytes(12, Value("y"))) },
        { "an output without a name", "computes its output ''", Graph(Bytes(12)) },
        {
            "one attribute twice",
            "'a' occurs twice",
            WithAttribute(Join(Text(1, "a"), Number(3, 1)), Join(Text(1, "a"), Number(3, 1)))
        },
        { "an attribute without a name", "an attribute has no name", WithAttribute(Number(3, 1)) },
        { "an attribute of two values", "both INT and FLOAT", WithAttribute(Join(Text(1, "a"), Number(3, 1), Float(2, 1))) },
        {
            "an attribute of one value twice",
            "the value of an attribute occurs twice",
            WithAttribute(Join(Text(1, "a"), Number(3, 1), Number(3, 1)))
        },
        {
            "an attribute of another type than it says",
            "holds INT; it is said to be FLOAT",
            WithAttribute(Join(Text(1, "a"), Number(3, 1), Number(20, 1)))
        },
        { "an attribute of a negative type", "-1 is not the type", WithAttribute(Join(Text(1, "a"), Number(20, -1))) },
        {
            "an attribute of a type beyond 2^32",
            "4294967297 is not the type",
            WithAttribute(Join(Text(1, "a"), Number(20, (1L << 32) + 1)))
        },
        {
            "a list of three quarters of a number",
            "not a whole number of values",
            WithAttribute(Join(Text(1, "a"), Bytes(7, [1, 2, 3])))
        },
        { "a list that ends within a number", "ends within a number", WithAttribute(Join(Text(1, "a"), Bytes(8, [0x80]))) },
        { "an input of 65 axes", "more than 64 axes", Graph(Bytes(11, Value("x", [.. Enumerable.Repeat(Number(1, 1), 65)]))) },
        {
            "100,000 nodes of a few bytes",
            "unfolds into more than",
            Graph([.. Enumerable.Repeat(Bytes(1, Text(4, "A"), Text(2, "")), 100_000)])
        },
        {
            "two million numbers of one byte",
            "unfolds into more than",
            WithAttribute(Join(Text(1, "a"), Packed(8, new long[2_000_000])))
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Is_refused(string file, string reason, byte[] bytes)
    {
        Assert.NotEmpty(file);
        OnnxRefusal.AssertRefused(reason, bytes, () => OnnxFile.ParseModel("m.onnx", bytes));
    }

    private static byte[] Graph(params byte[][] fields) => Bytes(7, fields);

    private static byte[] Relu(string input, string output) => Bytes(1, Node("Relu", [input], [output]));

    private static byte[] Weight(string name) => Bytes(5, Tensor(1, [0], Text(8, name)));

    private static byte[] WithAttribute(params byte[][] attributes) => Graph(Bytes(1, Node("Test", [], ["y"], attributes)));
}
