using TorchBasics.Core;
using TorchBasics.Formats.PyTorch;
using static TorchBasics.Tests.Managed.Formats.PyTorch.TorchBytes;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>Files of torch.save. What is accepted must be the same after it was written and read again.</summary>
internal sealed class PyTorchTarget : Target
{
    private const int WrittenAgain = 1 << 20; // what a file unfolds into may be large, and the promise of memory is the reader's

    public override string Name => "pytorch";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        TorchFile.ToBytes("m.pt", []),
        TorchFile.ToBytes(
            "m.pt",
            [NamedArray.Of<float>("fc.weight", [2, 1], [1f, 2f]), NamedArray.Of<bool>("b", [2], [true, false])],
            new Dictionary<string, string> { ["x.json"] = "{}" }),
        TorchFile.ToBytes("m.pt", [NamedArray.Of<ulong>("u", [1], [1UL]), NamedArray.Of<long>("empty", [0, 3], []),
            NamedArray.Of<double>("s", [], [1.0])]),
        Archive(
            Pickle(Dictionary(("a", Vector(2)), ("b", Tensor(Storage("FloatStorage", "0", 2), 0, [2, 2], [0, 1])))),
            Floats(1, 2)),
        Archive(Pickle(Dictionary(("a", Tensor(Storage("FloatStorage", "0", 6), 1, [2, 2], [1, 2])))), Floats(1, 2, 3, 4, 5, 6)),
        Archive(
            Pickle(Dictionary(
                ("model", Dictionary(("w", Vector(1)))),
                ("epoch", Number(3)),
                ("optimizer", Dictionary(("lr", [(byte)'G', .. new byte[8]]))))),
            Floats(1)),
        Archive(
            Pickle(
                Call(Global("collections", "OrderedDict")),
                Mark,
                Text("w"),
                Call(Global("torch._utils", "_rebuild_parameter"), Vector(1), [0x88], OrderedDictionary),
                SetItems),
            Floats(1)),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Enumerable.Range('(', 0x7E - '(').Select(code => new[] { (byte)code }), .. Enumerable.Range(0x80, 0x1A)
            .Select(code => new[] { (byte)code }),
        Mark, EmptyTuple, Reduce, SetItems, TupleOf(), [(byte)'q', 0], [(byte)'h', 0], [(byte)'h', 1], Number(-1),
        Number(int.MaxValue), Text(""), Text("storage"), Text("cpu"), Text("0"),
        [0x8A, 8, 255, 255, 255, 255, 255, 255, 255, 127], Global("torch", "FloatStorage"), Global("torch", "BoolStorage"),
        Global("torch", "UntypedStorage"), Global("os", "system"),
        Global("torch._utils", "_rebuild_tensor_v2"), Global("torch._utils", "_rebuild_tensor_v3"),
        Global("torch._utils", "_rebuild_parameter"), Global("collections", "OrderedDict"),
        Global("torch", "Size"), Global("torch", "float32"), OrderedDictionary, Vector(1), Vector(0),
        Storage("FloatStorage", "0", 1), Dictionary(("w", Vector(1))), Numbers(1, 1), Numbers(),
        .. Texts("PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x06\x07",
            "PK\x07\x08", "FB", "data.pkl", "byteorder", "version", "data/0", "big", "3\n", "../", "extra/"),
    ];

    public override void Parse(byte[] input)
    {
        var content = TorchFile.Parse("fuzz", input);
        if (content.Arrays.FirstOrDefault(array => array.Bytes.Length != array.Count * NamedArray.SizeOf(array.Type))
            is { } wrong)
            throw Wrong($"{wrong} has {wrong.Bytes.Length} bytes");
        if (content.Arrays.Sum(array => (long)array.Bytes.Length) > WrittenAgain)
            return;
        var again = TorchFile.Parse("again", TorchFile.ToBytes("again", content.Arrays, content.Extra));
        if (!content.Arrays.Zip(again.Arrays).All(pair => AreSame(pair.First, pair.Second))
            || content.Arrays.Count != again.Arrays.Count)
            throw Wrong("other arrays were read than written");
        if (!content.Extra.OrderBy(text => text.Key).SequenceEqual(again.Extra.OrderBy(text => text.Key)))
            throw Wrong("other texts were read than written");
    }

    public override byte[]? Restructure(byte[] input, byte[] other, Mutator mutator) =>
        ArchiveShape.Change(input, other, mutator);
}
