using System.Diagnostics;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Proving;

/// <summary>The widest of our kernels that this machine has and that compute rightly on it.</summary>
/// <param name="Kernels">The kernels.</param>
/// <param name="Fault">The first wrong number of wider ones; null when there was none.</param>
/// <param name="AreRight">False when even the narrowest are wrong: none may be used.</param>
/// <param name="Milliseconds">Duration of the proof.</param>
internal sealed record ProvenKernels(LaneKernels Kernels, WrongAnswer? Fault, bool AreRight, double Milliseconds)
{
    /// <summary>Those of this machine; proven when they are first asked for.</summary>
    public static ProvenKernels Current { get; } = Choose(
        LaneKernels.All.Reverse().Where(kernels => kernels.IsAccelerated || kernels.Bits == 128),
        kernels => KnownAnswerTest.Run(KnownAnswers.OfKernels, new KernelOperators(kernels), $"{kernels}"));

    /// <summary>
    /// What was found wrong and what is used instead, in one sentence without a full stop; null when all is right.
    /// </summary>
    public string? Remark => Fault is null ? null
        : AreRight ? $"our kernels with wider registers compute wrong numbers here ({Fault}); {Kernels} computes"
        : $"our kernels compute wrong numbers here: {Fault}";

    /// <summary>Takes the first kernels that give every answer.</summary>
    /// <param name="candidates">Wide ones first, at least one.</param>
    /// <param name="ask">Asks one, and gives its first wrong number.</param>
    internal static ProvenKernels Choose(IEnumerable<LaneKernels> candidates, Func<LaneKernels, WrongAnswer?> ask)
    {
        var watch = Stopwatch.StartNew();
        WrongAnswer? fault = null;
        LaneKernels? last = null;
        foreach (var kernels in candidates)
        {
            last = kernels;
            if (ask(kernels) is not { } wrong)
                return new ProvenKernels(kernels, fault, AreRight: true, watch.Elapsed.TotalMilliseconds);
            fault ??= wrong;
        }

        return new ProvenKernels(last!, fault, AreRight: false, watch.Elapsed.TotalMilliseconds);
    }
}
