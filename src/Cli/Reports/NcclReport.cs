using TorchBasics.Bindings.Nccl;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Reports;

/// <summary>Which NCCL a training of several processes on CUDA would use.</summary>
/// <param name="Version">Its version; null where there is none.</param>
/// <param name="Path">Its file.</param>
/// <param name="Reason">Why there is none.</param>
internal sealed record NcclReport(string? Version, string? Path, string? Reason)
{
    /// <summary>Looks for it: loads the library, but joins nobody.</summary>
    /// <returns>Null without CUDA, where nobody needs it.</returns>
    public static NcclReport? Examine(NativeRuntimeInfo runtime)
    {
        if (!runtime.CudaAvailable)
            return null;
        try
        {
            var library = NcclLibrary.Load();
            return new(library.Version, library.Path, Reason: null);
        }
        catch (TorchBasicsException error)
        {
            return new(null, null, error.Message);
        }
    }
}
