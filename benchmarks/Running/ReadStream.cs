using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchBasics.Bindings.Aten;

namespace TorchBasics.Benchmarks.Running;

/// <summary>
/// Bytes per second that all threads together read from memory, or from the last cache: each sums its own part of an array
/// that is far larger than that cache, or that fits well into it but into no nearer one.
/// </summary>
internal sealed unsafe class ReadStream : Yardstick
{
    private const int Sums = 8; // as many loads are under way at once
    private const int CacheLine = 16;

    private readonly int _threads;
    private readonly long _floats;
    private readonly float* _values;
    private readonly float[] _results;
    private readonly ParallelFor _loop;
    private int _steps;

    private ReadStream(string name, int threads, long bytes)
        : base(name)
    {
        var unit = (long)threads * Sums * Vector512<float>.Count;
        (_threads, _floats) = (threads, bytes / sizeof(float) / unit * unit);
        _values = (float*)NativeMemory.AlignedAlloc((nuint)_floats * sizeof(float), 4096);
        new Span<float>(_values, checked((int)_floats)).Fill(1);
        _results = new float[threads * CacheLine];
        _loop = new ParallelFor(Run);
    }

    public override long UnitsPerStep => _floats * sizeof(float);

    /// <summary>Reads from memory.</summary>
    public static ReadStream OfMemory(int threads) =>
        new("reading from memory", threads, Math.Max(4 * CacheSizes.Last, 128 << 20));

    /// <summary>Reads from the last cache.</summary>
    public static ReadStream OfLastCache(int threads) => new("reading from the last cache", threads, CacheSizes.Last / 4);

    public override float[] Result() => _results;

    protected override void Work(int steps)
    {
        _steps = steps;
        _loop.Run(_threads);
    }

    protected override void Free()
    {
        _loop.Dispose();
        NativeMemory.AlignedFree(_values);
    }

    private void Run(long begin, long end)
    {
        for (var thread = begin; thread < end; thread++)
            for (var step = 0; step < _steps; step++)
                _results[thread * CacheLine] += Sum(_values + (thread * (_floats / _threads)), _floats / _threads);
    }

    private static float Sum(float* values, long count)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var end = values + count; values < end; values += Sums * Vector512<float>.Count)
        {
            a += Vector512.Load(values);
            b += Vector512.Load(values + Vector512<float>.Count);
            c += Vector512.Load(values + (2 * Vector512<float>.Count));
            d += Vector512.Load(values + (3 * Vector512<float>.Count));
            e += Vector512.Load(values + (4 * Vector512<float>.Count));
            f += Vector512.Load(values + (5 * Vector512<float>.Count));
            g += Vector512.Load(values + (6 * Vector512<float>.Count));
            h += Vector512.Load(values + (7 * Vector512<float>.Count));
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }
}
