using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Hosts;

/// <summary>Our own kernels compute wrong numbers in the widest registers of this host.</summary>
internal static class NarrowerKernels
{
    /// <summary>Says what the proof found.</summary>
    /// <returns>The problem, or null when the widest kernels are right.</returns>
    public static HostProblem? Detect(ProvenKernels proven) => proven.Fault is not { } fault ? null : new HostProblem(
        "our kernels",
        $"our kernels compute wrong numbers here: {fault}",
        proven.AreRight ? $"{proven.Kernels} computes instead, which is right" : "they are not used",
        ChangesNumbers: true);
}
