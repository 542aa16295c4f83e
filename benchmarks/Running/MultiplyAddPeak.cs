using System.Runtime.Intrinsics;
using TorchBasics.Bindings.Aten;

namespace TorchBasics.Benchmarks.Running;

/// <summary>
/// What the processor can do at most: multiply-adds whose numbers never leave the registers, as wide as the machine has them,
/// on as many threads as the rivals may use.
/// </summary>
internal sealed class MultiplyAddPeak : Rival
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

    /// <summary>Additions and multiplications of one step.</summary>
    public long FlopsPerStep => 2L * _threads * Rounds * Sums * Width;

    private static int Width => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

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
                _results[thread * 16] += Vector512.IsHardwareAccelerated ? Wide() : Narrow();
    }

    private static float Wide()
    {
        var (m, a) = (Vector512.Create(Factor), Vector512.Create(Addend));
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (var round = 0; round < Rounds; round++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, m, a);
            s1 = Vector512.FusedMultiplyAdd(s1, m, a);
            s2 = Vector512.FusedMultiplyAdd(s2, m, a);
            s3 = Vector512.FusedMultiplyAdd(s3, m, a);
            s4 = Vector512.FusedMultiplyAdd(s4, m, a);
            s5 = Vector512.FusedMultiplyAdd(s5, m, a);
            s6 = Vector512.FusedMultiplyAdd(s6, m, a);
            s7 = Vector512.FusedMultiplyAdd(s7, m, a);
            s8 = Vector512.FusedMultiplyAdd(s8, m, a);
            s9 = Vector512.FusedMultiplyAdd(s9, m, a);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9);
    }

    private static float Narrow()
    {
        var (m, a) = (Vector256.Create(Factor), Vector256.Create(Addend));
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (var round = 0; round < Rounds; round++)
        {
            s0 = Vector256.MultiplyAddEstimate(s0, m, a);
            s1 = Vector256.MultiplyAddEstimate(s1, m, a);
            s2 = Vector256.MultiplyAddEstimate(s2, m, a);
            s3 = Vector256.MultiplyAddEstimate(s3, m, a);
            s4 = Vector256.MultiplyAddEstimate(s4, m, a);
            s5 = Vector256.MultiplyAddEstimate(s5, m, a);
            s6 = Vector256.MultiplyAddEstimate(s6, m, a);
            s7 = Vector256.MultiplyAddEstimate(s7, m, a);
            s8 = Vector256.MultiplyAddEstimate(s8, m, a);
            s9 = Vector256.MultiplyAddEstimate(s9, m, a);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9);
    }
}
