using System.Runtime.Intrinsics;
using TorchBasics.Bindings.Aten;

namespace TorchBasics.Benchmarks.Running;

/// <summary>
/// What the processor can do at most: multiply-adds whose numbers never leave the registers, as wide as the machine has them,
/// on as many threads as the rivals may use.
/// </summary>
internal sealed class MultiplyAddPeak : Yardstick
{
    // Ten sums that do not wait for each other: two units of four to five cycles each have work at every moment, and ten sums
    // with two factors fit into sixteen registers.
    private const int Sums = 10;
    private const int Rounds = 100_000;
    private const float Factor = 0.999f, Addend = 0.001f; // the sums stay between 0 and 1

    private readonly int _threads;
    private readonly float[] _results;
    private readonly ParallelFor _loop;
    private int _steps;

    /// <summary>Prepares the loops.</summary>
    /// <param name="threads">How many run at once, as libtorch is set.</param>
    public MultiplyAddPeak(int threads)
        : base("multiply-adds from registers")
    {
        (_threads, _results) = (threads, new float[threads * 16]); // a cache line for each
        _loop = new ParallelFor(Run);
    }

    public override long UnitsPerStep => 2L * _threads * Rounds * Sums * Width;

    private static int Width => Vector512.IsHardwareAccelerated ? Register512.Count : Register256.Count;

    public override float[] Result() => _results;

    protected override void Work(int steps)
    {
        _steps = steps;
        _loop.Run(_threads);
    }

    protected override void Free() => _loop.Dispose();

    private void Run(long begin, long end)
    {
        for (var thread = begin; thread < end; thread++)
            for (var step = 0; step < _steps; step++)
                _results[thread * 16] += Vector512.IsHardwareAccelerated
                    ? Loop<Register512, Vector512<float>>()
                    : Loop<Register256, Vector256<float>>();
    }

    private static float Loop<R, V>()
        where R : IRegister<V>
        where V : struct
    {
        var (m, a) = (R.All(Factor), R.All(Addend));
        V s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (var round = 0; round < Rounds; round++)
        {
            s0 = R.MultiplyAdd(s0, m, a);
            s1 = R.MultiplyAdd(s1, m, a);
            s2 = R.MultiplyAdd(s2, m, a);
            s3 = R.MultiplyAdd(s3, m, a);
            s4 = R.MultiplyAdd(s4, m, a);
            s5 = R.MultiplyAdd(s5, m, a);
            s6 = R.MultiplyAdd(s6, m, a);
            s7 = R.MultiplyAdd(s7, m, a);
            s8 = R.MultiplyAdd(s8, m, a);
            s9 = R.MultiplyAdd(s9, m, a);
        }

        return R.Sum(s0) + R.Sum(s1) + R.Sum(s2) + R.Sum(s3) + R.Sum(s4)
            + R.Sum(s5) + R.Sum(s6) + R.Sum(s7) + R.Sum(s8) + R.Sum(s9);
    }
}
