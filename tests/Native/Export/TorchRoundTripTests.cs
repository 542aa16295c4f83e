using System.Diagnostics;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Core;
using TorchBasics.Export;
using TorchBasics.Export.Comparing;
using TorchBasics.Export.Proving;
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
        var model = Networks.Of(name);
        var expected = new ReferenceOutputs(model.Architecture, model.Weights).Compute(Files.Inputs(model), null)!;
        var actual = Assert.Single(NpzFile.Read(files[$"{name}-outputs.npz"]));

        Agreement.Compare($"{name} in PyTorch", [(Outputs.Of(Samples, actual), expected)]); // throws beyond the derived bounds
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_PyTorch_saves_comes_back_bit_by_bit(string name)
    {
        Files.Require();
        var model = Networks.Of(name);

        var back = ModelImport.Read(files[$"{name}-back.pt"], new ImportOptions { Architecture = model.Architecture });

        Assert.Equal(0, ArrayAgreement.Compare(model, back.Model.Weights).Largest);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_PyTorch_exports_to_ONNX_comes_back_and_computes_the_same(string name)
    {
        Files.Require();
        var back = ModelImport.Read(files[$"{name}-back.onnx"]);

        Assert.Equal("the network and its graph on the reference", Assert.Single(ModelImport.Verify(back, TestContext.Current.CancellationToken)).Subject);
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
                var model = Networks.Of(name);
                ModelExport.Write(model, _folder[$"{name}.pt"], ExportFormat.PyTorch, new ExportOptions { Batches = [1] });
                NpzFile.Write(_folder[$"{name}-inputs.npz"], [Inputs(model)]);
            }

            using var process = Process.Start(new ProcessStartInfo(python.Program, [Path.Combine(AppContext.BaseDirectory, "Export", "Python", "run_torch.py"), _folder.Path, .. Names])
            {
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
        }

        internal static IReadOnlyList<string> Names { get; } = ["lenet5", "lenet5-original", "caffe-lenet", "mlp", "xor-mlp", "perceptron"];

        internal string this[string name] => _folder[name];

        internal static void Require() => Assert.SkipWhen(PythonFinder.Python is null, "PyTorch for Python is not installed.");

        internal static NamedArray Inputs(Model model) =>
            new ProofSamples(model.Architecture.Input, Samples, seed: 1, pixels: false).Raw("inputs", Samples, asBytes: false);

        public void Dispose() => _folder.Dispose();
    }
}
