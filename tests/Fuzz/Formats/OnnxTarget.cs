using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>ONNX models. What is accepted, and can be written, must be the same after it was written and read again.</summary>
internal sealed class OnnxTarget : Target
{
    public override string Name => "onnx";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Everything,
        Model(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(11, Value("x", Number(1, 1))), Bytes(12, Value("y"))),
        Join(Bytes(7), Bytes(25), Bytes(20)),
        Join(
            Model(
                Text(2, "g"),
                Bytes(11, Value("x", Text(2, "batch"))),
                Bytes(1, Node("Relu", ["x"], ["y"])),
                Bytes(12, Value("y"))),
            Bytes(14, Text(1, "k"), Text(2, "v"))),
        Join(Number(1, 1), Bytes(7, Bytes(
            1, Node("If", [], ["y"], Join(Text(1, "then"), Bytes(6, Bytes(1, Node("Relu", ["x"], ["z"]))), Number(20, 5)))))),
        Model(
            Bytes(5, Tensor(7, [2, 2], Text(8, "i"), Packed(7, 1, -1, 300, 4))),
            Bytes(5, Tensor(1, [2], Text(8, "f"), Float(4, 1), Float(4, 2))),
            Bytes(5, Tensor(11, [1, 1], Text(8, "d"), Bytes(10, BitConverter.GetBytes(1.0)))),
            Bytes(5, Tensor(9, [3], Text(8, "b"), Bytes(9, [0, 1, 1]))),
            Bytes(5, Tensor(10, [], Text(8, "h"), Packed(5, 0x3C00))),
            Bytes(5, Tensor(13, [1], Text(8, "u"), Packed(11, -1))),
            Bytes(5, Tensor(8, [1], Text(8, "s"), Text(6, "word"))),
            Bytes(5, Tensor(1, [1], Text(8, "e"), Bytes(13, Text(1, "location"), Text(2, "../x")), Number(14, 1))),
            Bytes(15),
            Bytes(11, Text(1, "list"), Bytes(2, Bytes(4))),
            Bytes(11, Text(1, "perhaps"), Bytes(2, Bytes(9))),
            Bytes(11, Text(1, "map"), Bytes(2, Bytes(5)))),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. Seedless(), .. Texts("Gemm", "Conv", "x", "y", "w", "batch", "ai.onnx", "location"),
            Varint(ulong.MaxValue), Varint(1UL << 63), [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]];

    public override void Parse(byte[] input)
    {
        var model = OnnxFile.ParseModel("fuzz", input);
        if (model.Graph.Initializers.FirstOrDefault(array => array.Bytes.Length != array.Count * NamedArray.SizeOf(array.Type))
            is { } wrong)
            throw Wrong($"{wrong} has {wrong.Bytes.Length} bytes");
        if (model.Unread.Count > 0)
            return;
        RequireOrder(model.Graph);
        if (TryWrite(model) is { } bytes)
            RequireSame(model, OnnxFile.ParseModel("again", bytes), bytes);
    }

    public override byte[]? Restructure(byte[] input, byte[] other, Mutator mutator)
    {
        var changed = ProtobufShape.Change(input, other, mutator);
        for (var more = mutator.Random.NextInt32(3); more > 0 && changed is { Length: < Mutator.MaximumLength }; more--)
            changed = ProtobufShape.Change(changed, other, mutator);
        return changed;
    }

    // Null where the rules of writing are stricter: a graph without a name, an input without sizes.
    private static byte[]? TryWrite(OnnxModel model)
    {
        try
        {
            return OnnxFile.ToBytes(model);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void RequireSame(OnnxModel model, OnnxModel again, byte[] bytes)
    {
        var (graph, other) = (model.Graph, again.Graph);
        if (graph.Initializers.Count != other.Initializers.Count
            || !graph.Initializers.Zip(other.Initializers).All(pair => AreSame(pair.First, pair.Second)))
            throw Wrong("other arrays were read than written");
        if (graph.Nodes.Count != other.Nodes.Count || !graph.Nodes.Zip(other.Nodes).All(pair => AreSame(pair.First, pair.Second)))
            throw Wrong("other nodes were read than written");
        if (!model.Metadata.OrderBy(text => text.Key).SequenceEqual(again.Metadata.OrderBy(text => text.Key))
            || !model.OperatorSets.SequenceEqual(again.OperatorSets))
            throw Wrong("other texts or sets of operators were read than written");
        if (!OnnxFile.ToBytes(again).AsSpan().SequenceEqual(bytes))
            throw Wrong("what was read is written with other bytes");
    }

    private static bool AreSame(OnnxNode left, OnnxNode right) =>
        (left.Operator, left.Name, left.Domain, left.Attributes.Count)
            == (right.Operator, right.Name, right.Domain, right.Attributes.Count)
        && left.Inputs.SequenceEqual(right.Inputs) && left.Outputs.SequenceEqual(right.Outputs)
        && left.Attributes.Zip(right.Attributes).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSame(OnnxAttribute left, OnnxAttribute right) =>
        (left.Name, left.Type, left.Integer, left.Text) == (right.Name, right.Type, right.Integer, right.Text)
        && BitConverter.SingleToUInt32Bits(left.Float) == BitConverter.SingleToUInt32Bits(right.Float)
        && left.Integers.SequenceEqual(right.Integers) && left.Texts.SequenceEqual(right.Texts)
        && left.Floats.Select(BitConverter.SingleToUInt32Bits).SequenceEqual(right.Floats.Select(BitConverter.SingleToUInt32Bits))
        && (left.Tensor is null ? right.Tensor is null : right.Tensor is not null && AreSame(left.Tensor, right.Tensor));

    private static void RequireOrder(OnnxGraph graph)
    {
        var known = graph.Inputs.Select(input => input.Name)
            .Concat(graph.Initializers.Select(array => array.Name)).Append(string.Empty).ToHashSet();
        foreach (var node in graph.Nodes)
        {
            if (!node.Inputs.All(known.Contains))
                throw Wrong($"{node.Operator} uses something before it is computed");
            if (!node.Outputs.All(output => known.Add(output) || output.Length == 0))
                throw Wrong($"{node.Operator} computes something that is there");
        }

        if (!graph.Outputs.All(output => known.Contains(output.Name)))
            throw Wrong("an output is not computed");
    }

    // Small messages and fields of each kind.
    private static IEnumerable<byte[]> Seedless() =>
    [
        Bytes(1, Node("Add", ["x", "x"], ["y"])), Bytes(5, Tensor(1, [0], Text(8, "w"))), Bytes(11, Value("x")),
        Bytes(12, Value("y")),
        Bytes(8, Text(1, "ai.onnx"), Number(2, 17)), Number(20, 5), Number(14, 1), Bytes(9, [0, 0, 0, 0]), Tag(3, 3), Tag(3, 4),
        Text(21, "ref"),
    ];
}
