using System.Runtime.InteropServices;
using TorchBasics.Bindings.Hosts;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Vectors;
using TorchSharp;

namespace TorchBasics.Bindings.Runtime;

/// <summary>Asks the loaded libraries what they are and can do.</summary>
internal static class RuntimeReport
{
    public static NativeRuntimeInfo Describe(LoadedLibraries loaded)
    {
        var cpuid = Cpuid.OfThisMachine();
        var devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return new NativeRuntimeInfo
        {
            TorchSharp = PackageVersions.TorchSharp,
            Libtorch = $"{loaded.Version}",
            DotNet = $"{Environment.Version}",
            System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            Libraries = [.. loaded.Entries.Select(entry => entry.Info)],
            CpuCapability = LibtorchQueries.CpuCapability(loaded["torch_cpu"].Handle),
            DotNetVectorBits = Registers.Widest,
            Processors = Environment.ProcessorCount,
            Threads = torch.get_num_threads(),
            Kernels = $"{ProvenKernels.Current.Kernels}",
            KernelsAreAccelerated = ProvenKernels.Current is { AreRight: true, Kernels.IsAccelerated: true },
            StableInterfaceReason = NativeRuntime.StableInterface.Reason,
            Proof = loaded.Proof!,
            OneDnn = LibtorchQueries.OneDnnVersion(loaded["torch_cpu"].Handle),
            Host = HostInfo.Read(cpuid),
            Problems = HostProblems.Find(loaded, cpuid),
            CudaAvailable = devices > 0,
            CudaDevices = devices,
            CudaReason = devices > 0 ? null : CudaReason(loaded),
        };
    }

    private static string CudaReason(LoadedLibraries loaded)
    {
        var library = NativePlatform.Current.FileName(LibraryLoader.Cuda);
        if (!File.Exists(Path.Combine(loaded.Directory, library)))
        {
            return $"the libtorch in {loaded.Directory} computes on the CPU only (it has no {library}); "
                + $"set {LibrarySearch.Variable} to a libtorch {PackageVersions.Libtorch} with CUDA, "
                + "such as torch/lib of a Python installation";
        }

        var driver = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        using var found = LibraryHandle.TryOpen(driver);
        return found is not null
            ? "the NVIDIA driver reports no usable device; check nvidia-smi and CUDA_VISIBLE_DEVICES"
            : $"the NVIDIA driver ({driver}) is not installed; install it";
    }
}
