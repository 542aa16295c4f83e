using TorchBasics.Bindings.Hosts;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Reports;

namespace TorchBasics.Cli.Rendering;

/// <summary>The native runtime, one fact per line.</summary>
internal static class RuntimeTable
{
    public static FactList Of(NativeRuntimeInfo info, MpiReport mpi, NcclReport? nccl)
    {
        var grid = Facts.Create();
        Facts.Add(grid, "system", info.System);
        AddHost(grid, info.Host);
        Facts.Add(grid, ".NET", $"{info.DotNet}, vectors of {info.DotNetVectorBits} bits");
        Facts.Add(grid, "TorchSharp", info.TorchSharp);
        Facts.Add(grid, "libtorch", $"{info.Libtorch}, CPU instructions {info.CpuCapability}");
        Facts.Add(grid, "threads", $"{info.Threads} of {info.Processors} processors");
        Facts.Add(grid, "oneDNN", $"{info.OneDnn ?? "of an unknown version"}, {(info.Proof.OneDnn ? "on" : "off")}");
        Facts.Add(grid, "kernels", info.KernelsAreAccelerated
            ? $"fused, {info.Kernels}"
            : "libtorch's, because .NET finds no vector registers here");
        Facts.Add(grid, "direct calls", info.StableInterfaceReason is { } reason
            ? $"not all: {reason}; TorchSharp computes instead"
            : "operators and threads");
        Facts.Add(grid, "operators", ProofText.Of(info));
        Facts.Add(grid, "CUDA", info.CudaAvailable ? Devices(info.CudaDevices) : $"no: {info.CudaReason}");
        Facts.Add(grid, "MPI", mpi.Version is { } version ? $"{version}, {mpi.Path}" : $"no: {mpi.Reason}");
        if (nccl is not null)
            Facts.Add(grid, "NCCL", nccl.Version is { } its ? $"{its}, {nccl.Path}" : $"no: {nccl.Reason}");
        if (mpi.Launch is { } launch)
        {
            var size = launch.Size > 0 ? $" of {launch.Size}" : "";
            Facts.Add(grid, "started by", $"{launch.Launcher}, rank {launch.Rank}{size}");
        }

        foreach (var library in info.Libraries)
            Facts.Add(
                grid, library.Name, library.IsMended ? $"{library.Path}, a mended copy of {library.MendedFrom}" : library.Path);
        foreach (var problem in info.Problems)
            Facts.Add(grid, "this host", $"{problem}");
        return grid;
    }

    private static void AddHost(FactList grid, HostInfo host)
    {
        if (host.Processor is { } processor)
            Facts.Add(grid, "processor", host.Hypervisor is { } hypervisor ? $"{processor}, under {hypervisor}" : processor);
        if (host.CacheLeaves.Count > 0)
            Facts.Add(grid, "caches", string.Join(
                ", ", host.CacheLeaves.Select(leaf => $"{leaf.Leaf}: {(leaf.IsEmpty ? "nothing" : leaf.Registers)}")));
    }

    private static string Devices(int count) => count == 1 ? "1 device" : $"{count} devices";
}
