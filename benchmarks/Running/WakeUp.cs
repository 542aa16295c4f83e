using TorchBasics.Bindings.Aten;

namespace TorchBasics.Benchmarks.Running;

/// <summary>Handing an empty loop to all threads and waiting for the last of them: what each division of work costs.</summary>
internal sealed class WakeUp : Yardstick
{
    private readonly int _threads;
    private readonly ParallelFor _loop = new((_, _) => { });

    /// <summary>Prepares the loop.</summary>
    /// <param name="threads">How many are woken, the caller's among them.</param>
    public WakeUp(int threads)
        : base("waking all threads") => _threads = threads;

    public override long UnitsPerStep => 1;

    protected override void Work(int steps)
    {
        for (var step = 0; step < steps; step++)
            _loop.Run(_threads);
    }

    protected override void Free() => _loop.Dispose();
}
