using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

/// <summary>Files that are no protobuf, or none that makes sense, each with the reason for which it is refused.</summary>
public sealed class OnnxWireRulesTests
{
    public static TheoryData<string, string, byte[]> Files => new()
    {
        { "an empty file", "without a graph", [] },
        { "a model without a graph", "without a graph", Number(1, 8) },
        { "zeros", "not the number of a field", new byte[1000] },
        { "ones", "a number has more than 64 bits", [.. Enumerable.Repeat((byte)0xFF, 1000)] },
        { "a text", "field 13 has wire type 7", "Is this a model?"u8.ToArray() },
        { "a PNG picture", "0 is not the number of a field", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D] },
        { "field 0", "not the number of a field", [0x00] },
        { "field 2^29, one more than there can be", "536870912 is not the number of a field", Number(1 << 29, 1) },
        { "the start of a group", "wire type 3", [0x3B, 0x3C] },
        { "the end of a group", "wire type 4", [0x3C] },
        {
            "10,000 groups in each other",
            "wire type 3",
            [.. Enumerable.Repeat((byte)0x3B, 10_000), .. Enumerable.Repeat((byte)0x3C, 10_000)]
        },
        { "wire type 6", "wire type 6", [0x3E] },
        { "wire type 7", "wire type 7", [0x3F] },
        { "a number of eleven bytes", "more than 64 bits", [0x08, .. Enumerable.Repeat((byte)0xFF, 10)] },
        {
            "a number of eleven bytes whose first are zero",
            "more than 64 bits",
            [0x08, .. Enumerable.Repeat((byte)0x80, 10), 0x01]
        },
        { "a number of 65 bits", "more than 64 bits", [0x08, .. Enumerable.Repeat((byte)0x80, 9), 0x02] },
        { "a tag of 65 bits", "more than 64 bits", [.. Enumerable.Repeat((byte)0x88, 9), 0x02] },
        { "a number without an end", "ends within a value", [0x08, 0x80] },
        { "a 32-bit number cut short", "ends within a value", [0x7D, 1, 2, 3] },
        { "a 64-bit number cut short", "ends within a value", [0x79, 1, 2, 3, 4, 5, 6, 7] },
        { "a length without an end", "ends within a value", [0x3A, 0xFF] },
        { "a length of one byte too many", "3 bytes; 2 are left", [0x3A, 0x03, 0x00, 0x00] },
        { "a length of 2^31", "are left", [0x3A, .. Varint(1UL << 31)] },
        { "a length of 2^63", "are left", [0x3A, .. Varint(1UL << 63)] },
        { "a length of 2^64 - 1", "18446744073709551615 bytes; 0 are left", [0x3A, .. Varint(ulong.MaxValue)] },
        { "a message that ends after the one around it", "are left", Join(Bytes(7, [0x0A, 0x05, 0x22]), Text(2, "more")) },
        { "an unknown field that reaches beyond the end", "are left", [0xFA, 0x06, 0x7F] },
        { "the format version twice", "the format version occurs twice", Join(Number(1, 8), Number(1, 8)) },
        { "two graphs", "the graph occurs twice", Join(Bytes(7), Bytes(7)) },
        {
            "one key of the metadata twice",
            "the metadata have the key 'a' twice",
            Join(Bytes(7), Bytes(14, Text(1, "a")), Bytes(14, Text(1, "a"), Text(2, "b")))
        },
        {
            "two keys for one text of the metadata",
            "the key of an entry of the metadata occurs twice",
            Join(Bytes(7), Bytes(14, Text(1, "a"), Text(1, "b")))
        },
        { "a text in the place of a number", "the format version has wire type 2", Text(1, "8") },
        { "a number in the place of the graph", "the graph has wire type 0", Number(7, 1) },
        { "a 32-bit number in the place of a name", "the name of the producer has wire type 5", Float(2, 1) },
        { "a name that is not UTF-8", "not valid UTF-8", Bytes(2, [0xC3]) },
        { "a name of an overlong zero", "not valid UTF-8", Bytes(2, [0xC0, 0x80]) },
        { "a name of half a surrogate pair", "not valid UTF-8", Bytes(2, [0xED, 0xA0, 0x80]) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Is_refused(string file, string reason, byte[] bytes)
    {
        Assert.NotEmpty(file);
        OnnxRefusal.AssertRefused(reason, bytes, () => OnnxFile.ParseModel("m.onnx", bytes));
    }

    [Fact]
    public void Messages_within_messages_are_not_entered_without_end()
    {
        // A graph in an attribute of a node of a graph, and so on. Each message is the last part of the one around it, so
        // that only what stands before it has to be written, from the innermost outwards.
        var parts = new List<byte[]>();
        var length = 0;
        for (var depth = 0; depth < 10_000; depth++)
        {
            Around(6, Text(1, "then"));
            Around(5, Text(1, "x"), Text(2, "y"), Text(4, "If"));
            Around(1);
        }

        parts.Reverse();
        var model = OnnxFile.ParseModel("deep", Model(Bytes(11, Value("x")), Join([.. parts])));

        Assert.Equal(["the attribute 'then' of the type GRAPH"], model.Unread);

        void Around(int field, params byte[][] before)
        {
            parts.Add(Join([.. before, Tag(field, 2), Varint((ulong)length)]));
            length += parts[^1].Length;
        }
    }

    [Fact]
    public void A_truncation_is_refused_wherever_it_cuts()
    {
        // A model may rightly end before its last field, so that field is the graph here.
        var whole = Join(
            Number(1, 8),
            Bytes(8, Number(2, 17)),
            Bytes(7, Bytes(11, Value("x")), Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(12, Value("y"))));

        Assert.NotEmpty(OnnxFile.ParseModel("whole", whole).Graph.Nodes);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<MalformedFileException>(() => OnnxFile.ParseModel("cut", whole.AsMemory(0, length)));
    }
}
