using System.Diagnostics;

namespace TorchBasics.Benchmarks.Running;

/// <summary>One of those that do the same work; nothing but the work lies inside the measured time.</summary>
internal abstract class Rival(string name) : IDisposable
{
    /// <summary>What the table calls it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it computes in this process, so that its managed allocations can be seen.</summary>
    public virtual bool IsInProcess => true;

    /// <summary>Does the work a number of times.</summary>
    /// <param name="steps">How often; at least 1.</param>
    /// <returns>Seconds that it took.</returns>
    public virtual double Time(int steps)
    {
        var start = Stopwatch.GetTimestamp();
        Work(steps);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The numbers that the work so far has led to; those of all rivals must agree.</summary>
    public abstract float[] Result();

    /// <summary>The most memory that the process of this rival has held, in bytes.</summary>
    public virtual long PeakMemory() => ProcessMemory.Peak();

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    protected virtual void Work(int steps)
    {
    }

    protected virtual void Free()
    {
    }
}
