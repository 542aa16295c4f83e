using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Runs;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>Watches the steps of a run, and ends it when there are enough, on all ranks after the same step.</summary>
/// <param name="seconds">How long to watch, about; as long again is a warm-up.</param>
internal sealed class StepClock(double seconds) : ITrainingObserver, IDisposable
{
    private const int FirstSteps = 8; // by which the ranks agree how many there are to be

    private readonly CancellationTokenSource _enough = new();
    private readonly List<(double Seconds, long Bytes, double Waiting)> _steps = [];
    private long _begun;
    private long _most = long.MaxValue;
    private long _last;
    private long _bytes;
    private TimeSpan _waiting;

    /// <summary>Asks the run to stop.</summary>
    public CancellationToken Enough => _enough.Token;

    /// <summary>Median seconds of a step.</summary>
    public double MedianSeconds => Median(step => step.Seconds);

    /// <summary>Bytes that this rank sends in a step.</summary>
    public double MedianBytes => Median(step => step.Bytes);

    /// <summary>The share of the steps' time that this rank waits for others.</summary>
    public double WaitingShare => Measured().Sum(step => step.Waiting) / Measured().Sum(step => step.Seconds);

    /// <inheritdoc/>
    public void OnStart(TrainingRun run) => _begun = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        var now = Stopwatch.GetTimestamp();
        var (bytes, waiting) = (run.Ranks?.BytesSent ?? 0, run.Ranks?.Waiting ?? default);
        // Between the last step of an epoch and the first of the next there is more than a step.
        if (run.Trainer.StepCount > 1 && run.Trainer.StepCount % run.Trainer.StepsPerEpoch != 1)
            _steps.Add((Stopwatch.GetElapsedTime(_last, now).TotalSeconds, bytes - _bytes, (waiting - _waiting).TotalSeconds));
        (_last, _bytes, _waiting) = (now, bytes, waiting);
        if (run.Trainer.StepCount == FirstSteps)
            _most = StepsIn(2 * seconds, run.Ranks);
        if (run.Trainer.StepCount >= _most)
            _enough.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _enough.Dispose();

    // As many as the slowest rank can do; the first ones are slower than the others.
    private long StepsIn(double time, RankGroup? ranks)
    {
        var own = Stopwatch.GetElapsedTime(_begun).TotalSeconds / FirstSteps;
        var slowest = ranks is null ? own : MemoryMarshal.Cast<byte, double>(
            ranks.Gather(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in own)))).ToArray().Max();
        return Math.Max(2 * FirstSteps, (long)(time / slowest));
    }

    private IEnumerable<(double Seconds, long Bytes, double Waiting)> Measured() => _steps.Skip(_steps.Count / 2);

    private double Median(Func<(double Seconds, long Bytes, double Waiting), double> number)
    {
        var sorted = Measured().Select(number).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
