using System.Diagnostics;

namespace TorchBasics.Cli.Rendering;

/// <summary>How fast a run is, in this session: within the epoch for the speed, over all for the time that is left.</summary>
internal sealed class Pace
{
    private long _start;
    private long _startStep;
    private long _epochStart;
    private long _epochStep;

    /// <summary>The session starts after so many steps.</summary>
    public void Start(long step)
    {
        (_start, _startStep) = (Stopwatch.GetTimestamp(), step);
        StartEpoch(step);
    }

    /// <summary>An epoch starts; the evaluation of the one before it does not count as training.</summary>
    public void StartEpoch(long step) => (_epochStart, _epochStep) = (Stopwatch.GetTimestamp(), step);

    /// <summary>Steps per second since the epoch or the session started.</summary>
    public double StepsPerSecond(long step) =>
        (step - _epochStep) / Math.Max(1e-9, Stopwatch.GetElapsedTime(_epochStart).TotalSeconds);

    /// <summary>Time until the last step, evaluations included; null before it can be told.</summary>
    public TimeSpan? Remaining(long step, long total) =>
        step > _startStep ? Stopwatch.GetElapsedTime(_start) * ((double)(total - step) / (step - _startStep)) : null;
}
