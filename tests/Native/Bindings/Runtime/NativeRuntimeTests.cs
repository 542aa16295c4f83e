using TorchBasics.Bindings.Runtime;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

public class NativeRuntimeTests
{
    [Fact]
    public void Load_reports_what_it_loaded()
    {
        var info = NativeRuntime.Load();

        Assert.Equal(["c10", "torch_cpu", "torch", "LibTorchSharp"], info.Libraries.Select(library => library.Name));
        Assert.StartsWith("2.10", info.Libtorch, StringComparison.Ordinal);
        Assert.Contains(info.CpuCapability, new[] { "DEFAULT", "AVX2", "AVX512", "unknown" });
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6.0f, torch.ones(2, 3).sum().item<float>());
    }
}
