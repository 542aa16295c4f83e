using TorchBasics.Benchmarks.Training;
using TorchBasics.Core;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Formats.PyTorch;

namespace TorchBasics.Tests.Managed.Formats.Interop;

/// <summary>Files of torch.save, with the PyTorch that this machine has.</summary>
public sealed class TorchInteropTests(PythonExchange python) : IClassFixture<PythonExchange>
{
    private static readonly ElementType[] SinceTorch23 = [ElementType.UInt16, ElementType.UInt32, ElementType.UInt64];

    [Theory]
    [InlineData("state-dict.pt"), InlineData("parameters.pt"), InlineData("plain-dict.pt"), InlineData("nested.pt"),
        InlineData("checkpoint.pt")]
    [InlineData("types.pt"), InlineData("views.pt"), InlineData("shared.pt"), InlineData("empty.pt"), InlineData("nothing.pt"),
        InlineData("many.pt")]
    [InlineData("größe 😂.pth")]
    public void What_PyTorch_writes_is_read(string name)
    {
        var content = TorchFile.Read(python.Written(name));

        NamedArrays.AssertEqual(python.Description(name), content.Arrays);
    }

    [Fact]
    public void Every_file_that_PyTorch_wrote_is_known_as_such() =>
        Assert.All(python.AllWritten(".pt", ".pth"), name => Assert.Equal(FileKind.PyTorch, FileKinds.Detect(python.File(name))));

    [Fact]
    public void What_a_checkpoint_holds_beside_the_weights_is_named()
    {
        var content = TorchFile.Read(python.Written("checkpoint.pt"));

        Assert.Equal(
            ["epoch", "optimizer_state_dict", "loss", "best", "seed", "done", "history", "shape", "note"], content.LeftAside);
    }

    [Fact]
    public void PyTorch_reads_what_is_written()
    {
        var arrays = Everything(Enum.GetValues<ElementType>()
            .Except(PythonFinder.Python is { Version: var version } && IsOld(version) ? SinceTorch23 : []));
        var path = python.File("größe 😂.v2.pt");
        TorchFile.Write(path, arrays, new Dictionary<string, string> { ["torchbasics.json"] = "{}", ["a/b.txt"] = "größe" });

        NamedArrays.AssertEqual(arrays, PythonExchange.Describe(path));
    }

    [Fact]
    public void PyTorch_reads_10000_arrays()
    {
        NamedArray[] arrays =
            [.. Enumerable.Range(0, 10_000).Select(index => NamedArray.Of<float>($"layer{index}.weight", [2], [index, -index]))];
        var path = python.File("many-of-ours.pt");
        TorchFile.Write(path, arrays);

        NamedArrays.AssertEqual(arrays, PythonExchange.Describe(path));
    }

    private static List<NamedArray> Everything(IEnumerable<ElementType> types) =>
    [
        .. types.Select((type, index) => NamedArrays.Filled($"{type}", type, [3, 5], seed: index)),
        NamedArray.Of<float>("number", [], [1.5f]),
        NamedArray.Of<float>("nothing", [0, 3], []),
        NamedArray.Of<double>("größe.😂", [1, 2, 3, 1], [1, 2, 3, 4, 5, 6]),
        NamedArray.Of<byte>("large", [70_000], new byte[70_000]),
    ];

    private static bool IsOld(string version) => Version.Parse(string.Join('.', version.Split('.')[..2])) < new Version(2, 3);
}
