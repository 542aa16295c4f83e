using TorchBasics.Bindings.Libraries;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Hosts;

/// <summary>All that a host may get wrong and that the program knows how to live with: one class for each, listed here.</summary>
internal static class HostProblems
{
    /// <summary>Those of this host, those that change numbers first.</summary>
    public static IReadOnlyList<HostProblem> Find(LoadedLibraries loaded, Cpuid? cpuid) =>
    [
        .. new[]
        {
            WrongOperators.Detect(loaded.Proof!, cpuid),
            NarrowerKernels.Detect(ProvenKernels.Current),
            OldSymbolVersions.Detect(loaded.Entries.Select(entry => entry.Info)),
            MemmoveHazard.Detect(CLibraryVersion.Get(), cpuid, Environment.GetEnvironmentVariable("GLIBC_TUNABLES")),
        }.OfType<HostProblem>(),
    ];
}
