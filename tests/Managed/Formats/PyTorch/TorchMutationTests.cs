using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.PyTorch;
using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

public class TorchMutationTests
{
    private static readonly byte[] Small = TorchFile.ToBytes(
        "m",
        [NamedArray.Of<float>("w", [2, 1], [1f, 2f]), NamedArray.Of<bool>("m", [2], [true, false])],
        new Dictionary<string, string> { ["a"] = "b" });

    private static readonly byte[][] Seeds =
    [
        Small,
        TorchFile.ToBytes("", []),
        TorchFile.ToBytes("x", [NamedArray.Of<double>("x", [], [1.0]), NamedArray.Of<ushort>("y", [0, 3], [])]),
    ];

    // With all that a checkpoint can hold: memory, parameters, views, plain data, metadata.
    private static readonly byte[][] Pickles =
    [
        Pickle(OrderedDictionary, Ascii("q\0("), Text("w"), Tensor(Storage("FloatStorage", "0", 4), 1, [2], [2]),
            Ascii("q\u0001"), Text("v"), Ascii("h\u0001"), SetItems, Dictionary(("_metadata", OrderedDictionary)), Ascii("b")),
        Pickle(Dictionary(("model", Dictionary(("w", Call(
            Global("torch._utils", "_rebuild_parameter"),
            Tensor(Storage("FloatStorage", "0", 4), 0, [2, 2], [1, 2]),
            [0x88],
            OrderedDictionary)))), ("n", Ascii("](G\0\0\0\0\0\0\0\0Ne")), ("s", Call(Global("torch", "Size"), Numbers(1))))),
        Pickle(Dictionary(("w", Call(
            Global("torch._utils", "_rebuild_tensor_v3"), Join(
                TupleOf(Text("storage"), Global("torch.storage", "UntypedStorage"), Text("0"), Text("cpu"), Number(16)),
                Ascii("Q")),
            Number(0), Numbers(8), Numbers(1), [0x89], OrderedDictionary, Global("torch", "uint16"))))),
    ];

    [Fact]
    public void No_small_change_does_harm() => Mutations.AssertExhaustively(Small, ParseFile);

    // The check sum guards a record against most changes, so that the pickle needs attacks of its own.
    [Fact]
    public void No_small_change_of_a_pickle_does_harm()
    {
        foreach (var pickle in Pickles)
            Mutations.AssertExhaustively(pickle, ParsePickle);
    }

    [Fact]
    public void No_random_change_does_harm() => Mutations.AssertRandomly(Seeds, 100_000, ParseFile);

    [Fact]
    public void No_random_change_of_a_pickle_does_harm() => Mutations.AssertRandomly(Pickles, 200_000, ParsePickle);

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Small.Length; length++)
            Assert.Throws<MalformedFileException>(() => ParseFile(Small[..length]));
        foreach (var pickle in Pickles)
            for (var length = 0; length < pickle.Length; length++)
                Assert.Throws<MalformedFileException>(() => ParsePickle(pickle[..length]));
    }

    private static void ParsePickle(byte[] pickle) => ParseFile(Archive(pickle, new byte[16]));

    private static void ParseFile(byte[] bytes)
    {
        foreach (var array in TorchFile.Parse("fuzz", bytes).Arrays)
            Assert.Equal(array.Bytes.Length, array.Count * NamedArray.SizeOf(array.Type));
    }
}
