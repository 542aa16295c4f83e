using System.Diagnostics;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.Verification.Generating;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>
/// Exported files before the packages onnx and torch of Python, by check_onnx.py. Without them the tests are skipped.
/// </summary>
public sealed class OnnxPackageTests : IDisposable
{
    private const int RandomNetworks = 100;

    private static readonly OnnxExportOptions[] Options =
        [new(), new() { OperatorSet = 18 }, new() { Softmax = true }, new() { IncludePreprocessing = true }, new() { Batch = 3 }];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checker_of_onnx_accepts_every_file()
    {
        var files = new List<string>();
        foreach (var (architecture, index) in ModelCatalog.All.Select(entry => entry.Architecture)
            .Concat(Random()).Select((architecture, index) => (architecture, index)))
            foreach (var (options, number) in Options.Select((options, number) => (options, number)))
                if (architecture.Output is [> 1] || !options.Softmax)
                    files.Add(Write($"{architecture.Name}-{index}-{number}.onnx", architecture, options));

        var lines = Run("check", files);

        Assert.Equal(files.Count, lines.Length);
        Assert.All(lines, line => Assert.Matches(": (valid, |not checked, operator set 18 is newer than 17)", line));
        Assert.True(lines.Count(line => line.Contains(": valid, ")) >= files.Count / 2, "most files were not checked");
    }

    // What has a layer of the same name in PyTorch. "lenet5: the same operators and bytes" is the least; the names agree as well.
    [Fact]
    public void Torch_onnx_writes_the_same_graph_with_the_same_names_and_bytes()
    {
        string[] models =
            ["lenet5", "lenet1", "lenet4", "caffe-lenet", "tensorflow-tutorial", "mlp", "softmax-regression", "xor-mlp"];
        var pools = new Architecture("pools", [2, 9, 11],
            new Conv2d(
                "conv",
                2,
                3,
                kernel: new Size2d(2, 3),
                stride: new Size2d(1, 2),
                padding: new Size2d(1, 0),
                dilation: new Size2d(2, 1)),
            new Conv2d("depthwise", 3, 6, kernel: 2, stride: 1, padding: 1, groups: 3),
            new MaxPool2d(kernel: new Size2d(3, 2), stride: 1, padding: new Size2d(1, 0)), new Sigmoid(),
            new AvgPool2d(kernel: new Size2d(2, 1), stride: new Size2d(2, 1)), new Flatten());

        var lines = Run("torch", [.. models.Select(name => ModelCatalog.Find(name).Architecture)
            .Append(pools).Select(architecture => Write($"{architecture.Name}.onnx", architecture, new()))]);

        Assert.Equal(models.Length + 1, lines.Length);
        Assert.All(lines, line => Assert.Contains(": as torch.onnx of PyTorch ", line, StringComparison.Ordinal));
    }

    private static IEnumerable<Architecture> Random() => Enumerable.Range(0, RandomNetworks)
        .Select(seed => new RandomArchitecture(RandomGenerator.ForStream((ulong)seed, "export", 3)).Draw($"random-{seed}"));

    private string Write(string name, Architecture architecture, OnnxExportOptions options)
    {
        OnnxFile.WriteModel(_folder[name], OnnxExporter.Convert(ExportCase.Draw(architecture, seed: 1).Model, options));
        return name;
    }

    private string[] Run(string command, IReadOnlyList<string> files)
    {
        Assert.SkipWhen(PythonFinder.Python is null, "PyTorch for Python is not installed.");
        Assert.SkipUnless(Start(["-c", "import onnx"]).Code == 0, "onnx for Python is not installed.");
        var (code, output, errors) = Start(
            [Path.Combine(AppContext.BaseDirectory, "Export", "Python", "check_onnx.py"), command, .. files]);
        Assert.True(
            code == 0, $"{string.Join('\n', output.Split('\n').Where(line => line.Contains("Error")).Take(5))}\n{errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private (int Code, string Output, string Errors) Start(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(PythonFinder.Python!.Value.Program, arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
