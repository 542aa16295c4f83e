using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Formats.Onnx.Proto;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

public class OnnxMutationTests
{
    private static readonly byte[] Listed = Tensor(7, [2, 2], Text(8, "x"), Packed(7, 1, -1, 300, 4));

    private static readonly byte[][] Tensors =
    [
        Listed,
        Tensor(1, [2], Float(4, 1), Float(4, 2)),
        Tensor(11, [1, 1], Bytes(10, BitConverter.GetBytes(1.0))),
        Tensor(9, [3], Text(8, "m"), Bytes(9, [0, 1, 1])),
        Tensor(10, [], Packed(5, 0x3C00)),
    ];

    private static readonly byte[][] Models =
    [
        Everything,
        Model(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(11, Value("x", Number(1, 1))), Bytes(12, Value("y"))),
        Join(Bytes(7), Bytes(25), Bytes(20)),
    ];

    [Fact]
    public void No_small_change_of_a_model_does_harm() => Mutations.AssertExhaustively(Everything, ParseModel);

    [Fact]
    public void No_small_change_of_a_tensor_does_harm() => Mutations.AssertExhaustively(Listed, ParseTensor);

    [Fact]
    public void No_random_change_of_a_model_does_harm() => Mutations.AssertRandomly(Models, 200_000, ParseModel);

    [Fact]
    public void No_random_change_of_a_tensor_does_harm() => Mutations.AssertRandomly(Tensors, 200_000, ParseTensor);

    [Fact]
    public void Two_bytes_a_part_stay_within_the_budget()
    {
        // The parts that cost the most memory for the fewest bytes, more of them than the budget allows.
        Mutations.AssertAnswer(Bytes(7, [.. Enumerable.Repeat(Bytes(1, Text(2, ""), Text(4, "A")), 300_000)]), ParseModel);
        Mutations.AssertAnswer(Bytes(7, Bytes(1, [Text(4, "A"), .. Enumerable.Repeat(Text(1, ""), 300_000)])), ParseModel);
        Mutations.AssertAnswer(
            Bytes(7, Bytes(
                1, [Text(4, "A"), Text(2, "y"), .. Enumerable.Range(0, 100_000).Select(index => Bytes(5, Text(1, $"{index}")))])),
            ParseModel);
        Mutations.AssertAnswer(
            Bytes(7, Bytes(1, [Text(4, "A"), Text(2, "y"), Bytes(5, Text(1, "a"), Packed(8, new long[600_000]))])), ParseModel);
        Mutations.AssertAnswer(
            Bytes(7, Bytes(
                1, Join([Text(4, "A"), Text(2, "y"), Bytes(5, [Text(1, "a"), .. Enumerable.Repeat(Number(8, 1), 600_000)])]))),
            ParseModel);
        Mutations.AssertAnswer(
            Bytes(
                7, [.. Enumerable.Range(0, 100_000).Select(index => Bytes(5, Number(1, 0), Number(2, 1), Text(8, $"{index}")))]),
            ParseModel);
        Mutations.AssertAnswer(
            Bytes(7, [.. Enumerable.Range(0, 100_000).Select(index => Bytes(11, Text(1, $"{index}")))]), ParseModel);
        Mutations.AssertAnswer(
            Bytes(7, [.. Enumerable.Range(0, 100_000)
                .Select(index => Bytes(11, Text(1, $"{index}"), Bytes(2, Bytes(1, Number(1, 8)))))]),
            ParseModel);
        Mutations.AssertAnswer(Join([Bytes(7), .. Enumerable.Repeat(Bytes(8, Number(2, 1)), 300_000)]), ParseModel);
        Mutations.AssertAnswer(Join([Bytes(7), .. Enumerable.Repeat(Bytes(25), 300_000)]), ParseModel);
        Mutations.AssertAnswer(
            Join([Bytes(7), .. Enumerable.Range(0, 100_000).Select(index => Bytes(14, Text(1, $"{index}")))]), ParseModel);
        Mutations.AssertAnswer(Tensor(7, [3_000_000], Packed(7, new long[3_000_000])), ParseTensor);
    }

    private static void ParseModel(byte[] bytes)
    {
        foreach (var array in OnnxFile.ParseModel("fuzz", bytes).Graph.Initializers)
            Assert.Equal(array.Bytes.Length, array.Count * NamedArray.SizeOf(array.Type));
    }

    private static void ParseTensor(byte[] bytes)
    {
        var array = OnnxFile.ParseTensor("fuzz", bytes);
        Assert.Equal(array.Bytes.Length, array.Count * NamedArray.SizeOf(array.Type));
    }
}
