using System.Diagnostics;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Export;
using TorchBasics.Export.Comparing;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Formats.Npz;

namespace TorchBasics.Tests.Native.Export;

/// <summary>
/// Exported networks in real PyTorch, by run_torch.py: their outputs, and what torch.save and torch.onnx write of them. Without
/// PyTorch for Python the tests are skipped.
/// </summary>
public sealed class TorchRoundTripTests(TorchRoundTripTests.Files files) : IClassFixture<TorchRoundTripTests.Files>
{
    private const int Samples = 7;

    public static TheoryData<string> Names => [.. Files.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void PyTorch_computes_what_the_network_computes(string name)
    {
        Files.Require();
        var model = Files.Model(name);
        var expected = new ReferenceOutputs(model.Architecture, model.Weights).Compute(Files.Inputs(model), null)!;
        var actual = Assert.Single(NpzFile.Read(files[$"{name}-outputs.npz"]));

        Agreement.Compare($"{name} in PyTorch", [(Outputs.Of(Samples, actual), expected)]); // throws beyond the derived bounds
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_PyTorch_saves_comes_back_bit_by_bit(string name)
    {
        Files.Require();
        var model = Files.Model(name);

        var back = ModelImport.Read(files[$"{name}-back.pt"], new ImportOptions { Architecture = model.Architecture });

        Assert.Equal(0, ArrayAgreement.Compare(model, back.Model.Weights).Largest);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_PyTorch_exports_to_ONNX_comes_back_and_computes_the_same(string name)
    {
        Files.Require();
        var back = ModelImport.Read(files[$"{name}-back.onnx"]);

        Assert.Equal(
            "the network and its graph on the reference",
            Assert.Single(ModelImport.Verify(back, TestContext.Current.CancellationToken)).Subject);
        Assert.Equal(true, FileComparison.Compare(files[$"{name}.pt"], files[$"{name}-back.onnx"]).Outputs?.IsSame);
    }

    /// <summary>The files of both sides, written once.</summary>
    public sealed class Files : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Files()
        {
            if (PythonFinder.Python is not { } python)
                return;
            foreach (var name in Names)
            {
                var model = Files.Model(name);
                ModelExport.Write(model, _folder[$"{name}.pt"], FileKind.PyTorch, new ExportOptions { Batches = [1] });
                NpzFile.Write(_folder[$"{name}-inputs.npz"], [Inputs(model)]);
            }

            using var process = Process.Start(new ProcessStartInfo(
                python.Program,
                [Path.Combine(AppContext.BaseDirectory, "Export", "Python", "run_torch.py"), _folder.Path, .. Names])
            {
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
        }

        private static Architecture Normalized { get; } = new(
            "normalized",
            [1, 6, 5],
            new BatchNorm2d("bn1", 1, eps: 0.01),
            new Conv2d("conv", 1, 3, kernel: 3, stride: 1, padding: 0),
            new Relu(),
            new BatchNorm2d("bn2", 3, momentum: 0.25),
            new Flatten(),
            new BatchNorm1d("bn3", 36),
            new Linear("fc", 36, 4));

        private static Architecture Residual { get; } = new(
            "residual", [2, 6, 5],
            new Core.Layers.Residual(
                [new Conv2d("conv1", 2, 3, kernel: 3, stride: 2, padding: 1), new Relu(), new BatchNorm2d("bn1", 3),
                    new Dropout(0.5), new Conv2d("conv2", 3, 4, kernel: 3, stride: 1, padding: 1)],
                [new BatchNorm2d("bn2", 2, eps: 0.01), new Conv2d("conv3", 2, 4, kernel: 1, stride: 2, padding: 0)]),
            new Flatten(), new Core.Layers.Residual(new BatchNorm1d("bn3", 36), new Tanh(), new Linear("fc1", 36, 36)),
            new Linear("fc2", 36, 3));

        // A committee of different members, the first of which begins with a residual, before more layers.
        private static Architecture Ensemble { get; } = new(
            "ensemble", [2, 6, 5],
            new Core.Layers.Ensemble(
                [new Core.Layers.Residual(new Conv2d("a", 2, 2, kernel: 3, stride: 1, padding: 1)), new Flatten(),
                    new Linear("b", 60, 4), new Softmax()],
                [new Flatten(), new Linear("c", 60, 4), new Dropout(0.5), new Softmax()],
                [new BatchNorm2d("bn1", 2), new Relu(), new GlobalAvgPool2d(), new Linear("d", 2, 4), new Softmax()]),
            new Linear("fc", 4, 3));

        internal static IReadOnlyList<string> Names { get; } =
        [
            "lenet5", "lenet5-original", "caffe-lenet", "mlp", "xor-mlp", "perceptron",
            Normalized.Name, Residual.Name, Ensemble.Name,
        ];

        /// <summary>A model of the catalogue, or one with normalizations that no convolution takes in.</summary>
        internal static Model Model(string name) => name == Normalized.Name
            ? Spread(Networks.Of(Normalized))
            : name == Residual.Name ? Spread(Networks.Of(Residual))
            : name == Ensemble.Name ? Spread(Networks.Of(Ensemble)) : Networks.Of(name);

        // Statistics as training leaves them.
        private static Model Spread(Model model) => model with
        {
            Weights = [.. model.Weights.Select(array => array.Name.Contains("running_", StringComparison.Ordinal)
                ? NamedArray.Of<float>(
                    array.Name, array.Sizes, [.. Enumerable.Range(1, (int)array.Count).Select(i => 0.5f + (i % 7 / 8f))])
                : array)],
        };

        internal string this[string name] => _folder[name];

        internal static void Require() => Assert.SkipWhen(PythonFinder.Python is null, "PyTorch for Python is not installed.");

        internal static NamedArray Inputs(Model model) =>
            new ProofSamples(model.Architecture.Input, Samples, seed: 1, pixels: false).Raw("inputs", Samples, asBytes: false);

        public void Dispose() => _folder.Dispose();
    }
}
