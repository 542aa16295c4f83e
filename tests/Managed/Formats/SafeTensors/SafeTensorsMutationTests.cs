using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Tests.Managed.Formats.SafeTensors;

public class SafeTensorsMutationTests
{
    private static readonly byte[] Small = SafeTensorsFile.ToBytes(
        [NamedArray.Of<float>("fc.weight", [2, 1], [1f, 2f]), NamedArray.Of<bool>("m", [2], [true, false])],
        new Dictionary<string, string> { ["format"] = "pt" });

    private static readonly byte[][] Seeds =
    [
        Small,
        SafeTensorsFile.ToBytes([]),
        SafeTensorsFile.ToBytes([NamedArray.Of<double>("x", [], [1.0]), NamedArray.Of<long>("y", [0, 3], [])]),
        SafeTensorsFile.ToBytes([NamedArray.Of<byte>("größe", [3], [1, 2, 3]), NamedArray.Of<short>("b", [1, 1, 1], [4])]),
    ];

    [Fact]
    public void No_small_change_does_harm() => Mutations.AssertExhaustively(Small, Parse);

    [Fact]
    public void No_random_change_does_harm() => Mutations.AssertRandomly(Seeds, 200_000, Parse);

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Small.Length; length++)
            Assert.Throws<MalformedFileException>(() => Parse(Small[..length]));
    }

    private static void Parse(byte[] bytes)
    {
        foreach (var array in SafeTensorsFile.Parse("fuzz", bytes).Arrays)
            Assert.Equal(array.Bytes.Length, array.Count * NamedArray.SizeOf(array.Type));
    }
}
