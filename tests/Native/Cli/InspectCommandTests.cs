using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Tests.Native.Export.Onnx;

namespace TorchBasics.Tests.Native.Cli;

public sealed class InspectCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> WithoutLibtorch = new() { ["TORCHBASICS_LIBTORCH"] = "/nowhere/libtorch" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_graph_is_shown_without_libtorch()
    {
        OnnxFile.WriteModel(
            _folder["xor.onnx"], OnnxExporter.Convert(ExportCase.Draw(XorMlp.Architecture, seed: 1).Model, new()));

        var output = CliProcess.Run(_folder.Path, WithoutLibtorch, "inspect", "xor.onnx").ShouldSucceed();

        foreach (var pattern in (string[])
            [
                @"kind\s+ONNX, ", @"graph\s+xor-mlp, 3 nodes\n", @"input\s+input Float32 \[batch, 2\]\n",
                @"output\s+logits Float32 \[batch, 2\]\n",
                @"arrays\s+4 with 42 numbers, 168 bytes\n", @"torchbasics\.architecture\s+\{""name"":""xor-mlp""",
                @"/hidden/Gemm\s+Gemm\s+input, hidden\.weight, hidden\.bias\s+.*transB=1",
                @"hidden\.weight\s+Float32\s+\[8, 2\]\s+64 ",
            ])
            Assert.Matches(pattern, output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Json_holds_everything()
    {
        SafeTensorsFile.Write(
            _folder["x.safetensors"],
            [NamedArray.Of<float>("x", [2], [float.NaN, 2])],
            new Dictionary<string, string> { ["format"] = "pt" });

        var json = CliProcess.Run(_folder.Path, "inspect", "x.safetensors", "--json").Json;

        Assert.Equal("safetensors", json.GetProperty("kind").GetString());
        Assert.Equal(64, json.GetProperty("sha256").GetString()!.Length);
        Assert.Equal("pt", json.GetProperty("metadata").GetProperty("format").GetString());
        var array = json.GetProperty("arrays")[0];
        Assert.Equal(("x", "float32", 8), (
            array.GetProperty("name").GetString(),
            array.GetProperty("type").GetString(),
            array.GetProperty("byteCount").GetInt64()));
        Assert.Equal((2, 1), (
            array.GetProperty("range").GetProperty("largest").GetDouble(),
            array.GetProperty("range").GetProperty("notFinite").GetInt64()));
    }

    [Fact]
    public void A_file_cannot_steer_the_terminal()
    {
        const string Escape = "\u001b[2J";
        SafeTensorsFile.Write(
            _folder["x.safetensors"],
            [NamedArray.Of<float>("[red]x[/]" + Escape, [1], [2])],
            new Dictionary<string, string> { [Escape] = Escape });

        var output = CliProcess.Run(_folder.Path, "inspect", "x.safetensors").ShouldSucceed();

        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("[red]x[/]\uFFFD[2J", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_code_3()
    {
        File.WriteAllText(_folder["notes.txt"], "nothing");

        CliProcess.Run(_folder.Path, "inspect", "notes.txt").ShouldFail(3, "notes.txt");
        CliProcess.Run(_folder.Path, "inspect", "missing.onnx").ShouldFail(3, "missing.onnx", "does not exist");
    }
}
