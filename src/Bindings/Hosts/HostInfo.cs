namespace TorchBasics.Bindings.Hosts;

/// <summary>The machine, as far as it decides what libraries do on it.</summary>
/// <param name="Processor">Name, family and model; null where the processor does not tell.</param>
/// <param name="Hypervisor">The hypervisor's name of itself; null when there is none.</param>
/// <param name="CacheLeaves">What CPUID says of caches and cores; empty where there is no CPUID.</param>
/// <param name="CLibrary">Version of the GNU C library; null on other systems.</param>
public sealed record HostInfo(string? Processor, string? Hypervisor, IReadOnlyList<CpuidLeaf> CacheLeaves, string? CLibrary)
{
    /// <summary>Asks the machine.</summary>
    internal static HostInfo Read(Cpuid? cpuid) =>
        new(
            cpuid?.Name,
            cpuid?.Hypervisor,
            cpuid?.CacheLeaves ?? [],
            $"{CLibraryVersion.Get()}" is { Length: > 0 } version ? version : null);
}
