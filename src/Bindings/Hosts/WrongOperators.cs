using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Bindings.Hosts;

/// <summary>libtorch's operators compute wrong numbers on this host.</summary>
/// <remarks>
/// The known case: oneDNN 3.7, within libtorch 2.10, believes that every cache has one byte where an AMD processor's leaf
/// 8000_001D is empty, and loses weights in its blocked layouts. docs/hosts.md has the story.
/// </remarks>
internal static class WrongOperators
{
    /// <summary>Says what the proof found.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="cpuid">The processor, for the likely cause.</param>
    /// <returns>The problem, or null when every answer was right.</returns>
    public static HostProblem? Detect(LibtorchProof proof, Cpuid? cpuid) => proof is not { Fault: { } fault }
        ? null
        : new HostProblem(
            "libtorch's operators", $"libtorch computes wrong numbers here: {fault}{Cause(cpuid)}", proof.State switch
            {
                ProofState.Mended => "oneDNN is switched off, without which every answer is right",
                ProofState.Kept => "oneDNN is kept, as asked for: its numbers cannot be trusted",
                _ => "its operators are not used",
            }, ChangesNumbers: true);

    /// <summary>Why libtorch's operators are not used.</summary>
    public static string Refusal(LibtorchProof proof) =>
        $"libtorch computes wrong numbers on this machine: {proof.Fault}. {proof.Remark}. Its operators are not used here; "
        + "our own kernels may be (--kernels fused), and 'torchbasics doctor --probe' shows what is wrong.";

    private static string Cause(Cpuid? cpuid) =>
        cpuid is { HidesCaches: true }
            ? "; the cause is likely that the hypervisor hides the caches from it (CPUID leaf 8000001D)"
            : "";
}
