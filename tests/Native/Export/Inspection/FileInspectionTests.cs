using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Inspection;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Tests.Native.Export.Onnx;

namespace TorchBasics.Tests.Native.Export.Inspection;

public sealed class FileInspectionTests : IDisposable
{
    private static readonly NamedArray[] Arrays =
    [
        NamedArray.Of<float>("fc.weight", [2, 2], [1, -2, 3, 0]),
        NamedArray.Of<long>("steps", [1], [7]),
        NamedArray.Of<double>("empty", [0], []),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<FileKind> Kinds => [.. Enum.GetValues<FileKind>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_file_lists_its_arrays(FileKind kind)
    {
        var path = Write(kind, Arrays);

        var file = FileInspection.Of(path);

        Assert.Equal((path, kind, new FileInfo(path).Length), (file.Path, file.Kind, file.ByteCount));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), file.Sha256);
        Assert.Equal(["empty", "fc.weight", "steps"], file.Arrays.Select(array => array.Name).Order());
        var weight = file.Arrays.Single(array => array.Name == "fc.weight");
        Assert.Equal(
            (ElementType.Float32, 16L, new ArrayRange(-2, 3, 0.5, NotFinite: 0)), (weight.Type, weight.ByteCount, weight.Range));
        Assert.Equal([2L, 2L], weight.Sizes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Arrays[0].Bytes.Span)), weight.Sha256);
        Assert.All(file.Arrays.Where(array => array.Name != "fc.weight"), array => Assert.Null(array.Range));
        Assert.Empty(file.Notes);
        Assert.Equal(kind == FileKind.Onnx, file.Graph is not null);
    }

    // Smallest, largest and mean of 2^k: exact in all four formats.
    [Theory]
    [InlineData(ElementType.Float16, "0040", "00C4"), InlineData(ElementType.BFloat16, "0040", "80C0")]
    [InlineData(ElementType.Float32, "00000040", "000080C0"),
        InlineData(ElementType.Float64, "0000000000000040", "00000000000010C0")]
    public void Numbers_of_every_width_are_understood(ElementType type, string two, string minusFour)
    {
        var file = FileInspection.Of(
            Write(FileKind.SafeTensors, new NamedArray("x", type, [2], Convert.FromHexString(two + minusFour))));

        Assert.Equal(new ArrayRange(-4, 2, -1, NotFinite: 0), file.Arrays.Single().Range);
    }

    [Fact]
    public void What_is_not_finite_is_counted_and_left_out()
    {
        var some = NamedArray.Of<float>("some", [4], [float.NaN, 1, float.PositiveInfinity, 3]);
        var all = NamedArray.Of<float>("all", [1], [float.NaN]);

        var ranges = FileInspection.Of(Write(FileKind.Npz, some, all)).Arrays
            .ToDictionary(array => array.Name, array => array.Range);

        Assert.Equal(new ArrayRange(1, 3, 2, NotFinite: 2), ranges["some"]);
        Assert.Equal(new ArrayRange(double.NaN, double.NaN, double.NaN, NotFinite: 1), ranges["all"]);
    }

    // Three blocks of a megabyte and a rest, so that an array in parts is the same as one in one piece.
    [Fact]
    public void A_large_array_is_taken_in_part_by_part()
    {
        var values = Enumerable.Range(0, (3 << 18) + 5).Select(i => (float)i).ToArray();
        var array = NamedArray.Of<float>("x", [values.Length], values);

        var inspected = FileInspection.Of(Write(FileKind.SafeTensors, array)).Arrays.Single();

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(array.Bytes.Span)), inspected.Sha256);
        Assert.Equal(new ArrayRange(0, values.Length - 1, (values.Length - 1) / 2.0, NotFinite: 0), inspected.Range);
    }

    [Fact]
    public void A_graph_is_described_node_by_node()
    {
        var path = _folder["lenet5.onnx"];
        OnnxFile.WriteModel(path, OnnxExporter.Convert(ExportCase.Draw(LeNet5.Architecture, seed: 1).Model, new()));

        var file = FileInspection.Of(path);

        var graph = file.Graph!;
        Assert.Equal(("lenet5", 8, 12), (graph.Name, graph.FormatVersion, graph.Nodes.Count));
        Assert.StartsWith("TorchBasics ", graph.Producer, StringComparison.Ordinal);
        Assert.Equal(["input Float32 [batch, 1, 28, 28]"], graph.Inputs);
        Assert.Equal(["logits Float32 [batch, 10]"], graph.Outputs);
        Assert.Equal("/conv1/Conv Conv", $"{graph.Nodes[0].Name} {graph.Nodes[0].Operator}");
        Assert.Equal(["input", "conv1.weight", "conv1.bias"], graph.Nodes[0].Inputs);
        Assert.Equal(
            ["kernel_shape=[5, 5]", "strides=[1, 1]", "pads=[2, 2, 2, 2]", "dilations=[1, 1]", "group=1"],
            graph.Nodes[0].Settings);
        Assert.Equal(61_706, file.Arrays.Sum(array => array.Sizes.Aggregate(1L, (product, size) => product * size)));
        Assert.Contains("torchbasics.architecture", file.Metadata.Keys);
    }

    [Fact]
    public void A_damaged_file_and_one_of_another_kind_are_refused()
    {
        File.WriteAllText(_folder["text.txt"], "no model");
        var cut = Write(FileKind.Npz, Arrays);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^30]);

        Assert.Equal(ErrorKind.Data, Assert.Throws<TorchBasicsException>(() => FileInspection.Of(_folder["text.txt"])).Kind);
        Assert.Throws<MalformedFileException>(() => FileInspection.Of(cut));
    }

    private string Write(FileKind kind, params NamedArray[] arrays)
    {
        var path = _folder[$"{kind}.bin"];
        switch (kind)
        {
            case FileKind.Onnx:
                var value = new OnnxValue("x", OnnxValueKind.Tensor, ElementType.Float32, []);
                var graph = new OnnxGraph(
                    "graph", [new OnnxNode("Relu", ["x"], ["y"], [])], arrays, [value], [value with { Name = "y" }]);
                OnnxFile.WriteModel(path, new OnnxModel(graph, [new OnnxOperatorSet(string.Empty, 17)]) { IrVersion = 8 });
                break;
            case FileKind.SafeTensors:
                SafeTensorsFile.Write(path, arrays);
                break;
            case FileKind.PyTorch:
                TorchFile.Write(path, arrays);
                break;
            default:
                NpzFile.Write(path, arrays);
                break;
        }

        return path;
    }
}
