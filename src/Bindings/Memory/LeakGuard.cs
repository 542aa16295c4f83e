using TorchBasics.Core.Errors;
using TorchSharp;

namespace TorchBasics.Bindings.Memory;

/// <summary>
/// Fails a run whose steps leave native tensors behind: their number is noted once the run is in its steady state
/// and must not be larger after any later step.
/// </summary>
/// <remarks>
/// Counted are the tensors of the calling thread that are neither disposed nor finalised, which TorchSharp counts
/// exactly; other threads, such as a parallel test, do not disturb the count. Memory that has no .NET owner
/// (gradients, optimizer state inside libtorch) is not counted.
/// </remarks>
public sealed class LeakGuard
{
    private readonly long _baselineStep;
    private (long Step, long Count, int Thread)? _baseline;

    /// <summary>Creates a guard.</summary>
    /// <param name="baselineStep">The first step of the steady state, when optimizer state and caches exist.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public LeakGuard(long baselineStep = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(baselineStep);
        _baselineStep = baselineStep;
    }

    /// <summary>Live tensors of the calling thread.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Looks after a step, outside the step's dispose scope.</summary>
    /// <param name="step">The number of the step that has just ended.</param>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.Failed"/>: more tensors live than in the steady state.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread noted the steady state.</exception>
    public void Check(long step)
    {
        if (step < _baselineStep)
            return;
        var (live, thread) = (LiveTensors, Environment.CurrentManagedThreadId);
        _baseline ??= (step, live, thread);
        if (_baseline.Value.Thread != thread)
            throw new InvalidOperationException("A leak guard counts the tensors of one thread; it was called from another.");
        if (live <= _baseline.Value.Count)
            return;
        throw new TorchBasicsException(ErrorKind.Failed,
            $"{live - _baseline.Value.Count} native tensors were left behind between step {_baseline.Value.Step} "
            + $"({_baseline.Value.Count} live) and step {step} ({live} live). Create the tensors of a step within "
            + "torch.NewDisposeScope(), and take out of it only what lives on.");
    }
}
