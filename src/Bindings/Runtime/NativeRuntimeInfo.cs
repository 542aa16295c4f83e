using TorchBasics.Bindings.Hosts;
using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Bindings.Runtime;

/// <summary>What native runtime this process uses: what the doctor command prints. Plain values, fit for JSON.</summary>
public sealed record NativeRuntimeInfo
{
    /// <summary>Version of the TorchSharp package.</summary>
    public required string TorchSharp { get; init; }

    /// <summary>Version of libtorch, as the loaded library states it.</summary>
    public required string Libtorch { get; init; }

    /// <summary>Version of the .NET runtime.</summary>
    public required string DotNet { get; init; }

    /// <summary>Operating system and processor architecture.</summary>
    public required string System { get; init; }

    /// <summary>The libraries in the order they were loaded.</summary>
    public required IReadOnlyList<NativeLibraryInfo> Libraries { get; init; }

    /// <summary>
    /// The instruction set that libtorch chose: "DEFAULT", "AVX2", "AVX512", or "unknown" where it cannot be asked.
    /// </summary>
    public required string CpuCapability { get; init; }

    /// <summary>The widest vector that .NET computes in hardware, in bits: 0, 128, 256 or 512.</summary>
    public required int DotNetVectorBits { get; init; }

    /// <summary>Processors that this process may use.</summary>
    public required int Processors { get; init; }

    /// <summary>Threads that libtorch computes one operation with.</summary>
    public required int Threads { get; init; }

    /// <summary>The fused kernels of this machine, such as "Vector512".</summary>
    public required string Kernels { get; init; }

    /// <summary>Whether the machine has registers of the kernels' width; without, libtorch's operators are used.</summary>
    public required bool KernelsAreAccelerated { get; init; }

    /// <summary>
    /// What libtorch lacks for calling its operators and threads directly, so that slower ways are taken; null when nothing.
    /// </summary>
    public required string? StableInterfaceReason { get; init; }

    /// <summary>Whether libtorch's operators on the CPU compute rightly here.</summary>
    public required LibtorchProof Proof { get; init; }

    /// <summary>Version of oneDNN within libtorch; null where it cannot be asked.</summary>
    public required string? OneDnn { get; init; }

    /// <summary>The machine.</summary>
    public required HostInfo Host { get; init; }

    /// <summary>What this host gets wrong, and how the program lives with it.</summary>
    public required IReadOnlyList<HostProblem> Problems { get; init; }

    /// <summary>Whether tensors can live on an NVIDIA device.</summary>
    public required bool CudaAvailable { get; init; }

    /// <summary>The number of NVIDIA devices.</summary>
    public required int CudaDevices { get; init; }

    /// <summary>Why CUDA is not available and what would help; null when it is.</summary>
    public required string? CudaReason { get; init; }
}
