using System.Diagnostics;
using TorchBasics.Bindings.Hosts;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Proving;

/// <summary>Proves libtorch's operators, and mends them where they are wrong.</summary>
/// <param name="questions">What to ask.</param>
/// <param name="operators">libtorch.</param>
/// <param name="onOneThread">Runs something so that libtorch has one thread for it; null where that cannot be done.</param>
/// <param name="oneDnn">Switches oneDNN off; null where this libtorch has no such switch.</param>
internal sealed class LibtorchProver(
    IReadOnlyList<KnownAnswer> questions, IFloatOperators operators, Action<Action>? onOneThread, IOneDnnSwitch? oneDnn)
{
    // Without a switch: the instruction set whose layouts have no blocks that the known fault could cut wrongly.
    private const string OldestInstructions = "ONEDNN_MAX_CPU_ISA";

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Proves the libtorch that has just been loaded.</summary>
    public static LibtorchProof Prove(LoadedLibraries loaded)
    {
        var torchCpu = loaded["torch_cpu"].Handle;
        var oneDnn = LibtorchContext.Find(torchCpu);
        if (oneDnn is null && (loaded.OneDnn == OneDnnUse.Off
            || (loaded.OneDnn == OneDnnUse.Auto && Cpuid.OfThisMachine() is { HidesCaches: true })))
            NativeEnvironment.SetDefault(OldestInstructions, "SSE41"); // read at oneDNN's first operator
        var offered = new StableInterface(torchCpu);
        var threads = LibtorchThreads.Find(torchCpu);
        var prover = new LibtorchProver(
            KnownAnswers.All, new LibtorchOperators(), threads is null ? null : threads.RunOnOne, oneDnn);
        return offered.HasOperators
            ? prover.Prove(loaded.OneDnn)
            : prover.Result(ProofState.Unproven, fault: null, offered.Reason);
    }

    /// <summary>Asks, and asks again without oneDNN if an answer is wrong.</summary>
    /// <param name="use">What the user wants of oneDNN.</param>
    /// <returns>What it came to; nothing is thrown.</returns>
    public LibtorchProof Prove(OneDnnUse use)
    {
        try
        {
            if (use == OneDnnUse.Off)
                oneDnn?.LeaveOneDnn();
            if (Ask() is not { } fault)
                return Result(ProofState.Proven, fault: null, use == OneDnnUse.Off ? "oneDNN is off, as asked for" : null);
            if (use == OneDnnUse.Keep)
                return Result(ProofState.Kept, fault, "oneDNN is on, as asked for");
            return oneDnn is { OneDnn: true } ? Mend(fault, oneDnn) : Result(
                ProofState.Refused,
                fault,
                "This libtorch has no switch for oneDNN; setting ONEDNN_MAX_CPU_ISA=SSE41 before the start may help");
        }
        catch (TorchBasicsException error)
        {
            return Result(ProofState.Unproven, fault: null, error.Message);
        }
    }

    private LibtorchProof Mend(WrongAnswer fault, IOneDnnSwitch found)
    {
        found.LeaveOneDnn();
        return Ask() is { } still
            ? Result(ProofState.Refused, still, "oneDNN is off, and an answer is still wrong")
            : Result(ProofState.Mended, fault, "oneDNN is switched off");
    }

    private WrongAnswer? Ask() => KnownAnswerTest.Run(questions, operators, "all threads", onOneThread);

    private LibtorchProof Result(ProofState state, WrongAnswer? fault, string? remark) => new()
    {
        State = state,
        Fault = fault,
        Remark = remark,
        OneDnn = oneDnn?.OneDnn ?? true,
        Questions = questions.Count,
        Milliseconds = _watch.Elapsed.TotalMilliseconds,
    };
}
