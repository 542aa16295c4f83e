namespace TorchBasics.Bindings.Hosts;

/// <summary>
/// glibc 2.34 to 2.36 take their threshold for large copies from the size of an AMD processor's third-level cache (CPUID leaf
/// 8000_0006). Where a hypervisor leaves it out the threshold is 0, and memmove of certain sizes reads beyond a page and crashes.
/// </summary>
/// <remarks>glibc bugs 29953 and 30428; glibc 2.37 and later have a lower limit.</remarks>
internal static class MemmoveHazard
{
    private static readonly Version First = new(2, 34), Fixed = new(2, 37);

    /// <summary>Looks for the two conditions; it cannot be cured once the process runs.</summary>
    /// <param name="cLibrary">Version of glibc; null on other systems.</param>
    /// <param name="cpuid">The processor; null where it is no x86.</param>
    /// <param name="tunables">The environment variable GLIBC_TUNABLES.</param>
    /// <returns>The problem, or null when there is none or it is avoided already.</returns>
    public static HostProblem? Detect(Version? cLibrary, Cpuid? cpuid, string? tunables) =>
        cLibrary is null || cLibrary < First || cLibrary >= Fixed || cpuid is not { HidesThirdLevel: true }
        || tunables?.Contains("x86_non_temporal_threshold", StringComparison.Ordinal) == true
            ? null
            : new HostProblem(
                "memmove of glibc",
                "the hypervisor hides the third-level cache (CPUID leaf 80000006), "
                + $"so that large copies of glibc {cLibrary} can crash, unless the distribution has mended it",
                "start with GLIBC_TUNABLES=glibc.cpu.x86_non_temporal_threshold=0x180000, or use glibc 2.37 or later",
                ChangesNumbers: false);
}
