using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Proving;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Runtime;

/// <summary>Probes everything that can compute on this host: far more shapes than the proof at load has time for.</summary>
public static class HostProbe
{
    /// <summary>How many shapes the probe has.</summary>
    public static int Shapes => ProbeQuestions.All.Count;

    /// <summary>Asks every shape of libtorch with oneDNN and without, and of our own kernels; takes up to a minute.</summary>
    /// <param name="asked">Gets how many shapes have been asked; null for nobody.</param>
    /// <param name="cancellation">Stops it between two shapes.</param>
    /// <returns>What was found. Afterwards libtorch computes as it did before.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="Core.Errors.TorchBasicsException">libtorch cannot be used: kind NativeRuntime.</exception>
    public static ProbeReport Run(IProgress<long>? asked, CancellationToken cancellation) =>
        OperatorProbe.Run(ProbeQuestions.All, Paths(), asked, cancellation);

    /// <summary>The ways of computing that this host has.</summary>
    internal static IReadOnlyList<ProbePath> Paths() =>
        [.. OfLibtorch(NativeRuntime.Ensure(null)), .. OfKernels(ProvenKernels.Current)];

    private static IEnumerable<ProbePath> OfLibtorch(LoadedLibraries loaded)
    {
        if (!NativeRuntime.StableInterface.HasOperators)
            yield break;
        var torchCpu = loaded["torch_cpu"].Handle;
        var isUsed = loaded.Proof!.State != ProofState.Refused;
        var threads = LibtorchThreads.Find(torchCpu);
        var libtorch = new ProbePath("libtorch", isUsed, new LibtorchOperators())
        {
            OnOneThread = threads is null ? null : threads.RunOnOne
        };
        if (LibtorchContext.Find(torchCpu) is not { } context)
        {
            yield return libtorch;
            yield break;
        }

        foreach (var oneDnn in (bool[])[true, false])
        {
            yield return libtorch with
            {
                Name = $"libtorch, oneDNN {(oneDnn ? "on" : "off")}",
                InUse = isUsed && context.OneDnn == oneDnn,
                Within = action => context.RunWith(oneDnn, action),
            };
        }
    }

    private static IEnumerable<ProbePath> OfKernels(ProvenKernels proven) =>
    [
        new ProbePath($"our kernels, {proven.Kernels}", proven.AreRight, new KernelOperators(proven.Kernels))
        {
            CanAnswer = KernelOperators.CanAnswer
        },
    ];
}
