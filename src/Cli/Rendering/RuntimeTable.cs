using TorchBasics.Bindings.Runtime;

namespace TorchBasics.Cli.Rendering;

/// <summary>The native runtime, one fact per line.</summary>
internal static class RuntimeTable
{
    public static FactList Of(NativeRuntimeInfo info)
    {
        var grid = Facts.Create();
        Facts.Add(grid, "system", info.System);
        Facts.Add(grid, ".NET", $"{info.DotNet}, vectors of {info.DotNetVectorBits} bits");
        Facts.Add(grid, "TorchSharp", info.TorchSharp);
        Facts.Add(grid, "libtorch", $"{info.Libtorch}, CPU instructions {info.CpuCapability}");
        Facts.Add(grid, "threads", $"{info.Threads} of {info.Processors} processors");
        Facts.Add(grid, "kernels", info.KernelsAreAccelerated ? $"fused, {info.Kernels}" : "libtorch's, because .NET finds no vector registers here");
        Facts.Add(grid, "direct calls", info.StableInterfaceReason is { } reason ? $"not all: {reason}; TorchSharp computes instead" : "operators and threads");
        Facts.Add(grid, "CUDA", info.CudaAvailable ? Devices(info.CudaDevices) : $"no: {info.CudaReason}");
        foreach (var library in info.Libraries)
        {
            Facts.Add(grid, library.Name, library.Path);
            if (library.IsMended)
                Facts.Add(grid, "", $"mended copy of {library.MendedFrom}: {library.MendedWhy}");
        }

        return grid;
    }

    private static string Devices(int count) => count == 1 ? "1 device" : $"{count} devices";
}
