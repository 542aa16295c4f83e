using TorchBasics.Bindings.Runtime;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.OnnxRuntime;
using TorchBasics.TorchExport;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace TorchBasics.Tests.Native.Export;

public sealed class OnnxRuntimeAccuracyTests : IDisposable
{
    private const int Results = 4001;

    private readonly TemporaryFolder _folder = new();

    public OnnxRuntimeAccuracyTests() => NativeRuntime.Load();

    public static TheoryData<string, Func<Module<torch.Tensor, torch.Tensor>>> Activations => new()
    {
        { "sigmoid", () => Sigmoid() },
        { "tanh", () => Tanh() },
        { "softmax", () => Softmax(-1) },
    };

    public void Dispose() => _folder.Dispose();

    // The sigmoid of -20 is 2e-9; ONNX Runtime says 0.
    [Theory]
    [MemberData(nameof(Activations))]
    public void A_faithful_network_is_not_refused_for_small_results(
        string name, Func<Module<torch.Tensor, torch.Tensor>> activation)
    {
        using var linear = Linear(1, Results);
        using (var scope = torch.NewDisposeScope())
        using (torch.no_grad())
        {
            linear.weight!.zero_();
            linear.bias!.copy_(torch.linspace(-20, 20, Results));
        }

        using var module = Sequential(("fc", linear), (name, activation()));

        var report = ModuleExport.Write(
            module, [1], _folder["small.onnx"], FileKind.Onnx, new ExportOptions { VerifyWith = new OnnxRuntimeBackend() });

        Assert.All(report.Proof, line => Assert.InRange(line.Share, 0, 1));
    }
}
