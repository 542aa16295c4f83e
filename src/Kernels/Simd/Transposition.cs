using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchBasics.Kernels.Simd;

/// <summary>
/// Exchanges rows and columns of a matrix: the way from samples in rows to samples in lanes, and back. It moves numbers and
/// computes none.
/// </summary>
internal static unsafe class Transposition
{
    // Rows and columns of a block that is exchanged within registers.
    private const int Side = 8;

    /// <summary>target[column, row] = source[row, column].</summary>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="source">The first number.</param>
    /// <param name="sourceStep">From one row of the source to the next.</param>
    /// <param name="target">Gets the numbers; must not overlap the source.</param>
    /// <param name="targetStep">From one row of the target to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int columns, float* source, nint sourceStep, float* target, nint targetStep)
    {
        if (!Avx.IsSupported || rows < Side || columns < Side)
        {
            Exchange(rows, columns, source, sourceStep, target, targetStep);
            return;
        }

        // Where the sides are no multiples of a block, the last one goes over some numbers a second time.
        for (var row = 0; row < rows; row += Side)
        {
            var top = Math.Min(row, rows - Side);
            for (var column = 0; column < columns; column += Side)
            {
                var left = Math.Min(column, columns - Side);
                ExchangeBlock(
                    source + (top * sourceStep) + left, sourceStep, target + (left * targetStep) + top, targetStep);
            }
        }
    }

    private static void Exchange(int rows, int columns, float* source, nint sourceStep, float* target, nint targetStep)
    {
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                target[(column * targetStep) + row] = source[(row * sourceStep) + column];
    }

    // Pairs of numbers, then pairs of pairs, then halves of registers change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExchangeBlock(float* source, nint sourceStep, float* target, nint targetStep)
    {
        Vector256<float> a = Vector256.Load(source), b = Vector256.Load(source + sourceStep);
        Vector256<float> c = Vector256.Load(source + (2 * sourceStep)), d = Vector256.Load(source + (3 * sourceStep));
        Vector256<float> e = Vector256.Load(source + (4 * sourceStep)), f = Vector256.Load(source + (5 * sourceStep));
        Vector256<float> g = Vector256.Load(source + (6 * sourceStep)), h = Vector256.Load(source + (7 * sourceStep));
        (a, b) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        (c, d) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        (e, f) = (Avx.UnpackLow(e, f), Avx.UnpackHigh(e, f));
        (g, h) = (Avx.UnpackLow(g, h), Avx.UnpackHigh(g, h));
        Store(target, targetStep, Low(a, c), Low(e, g));
        Store(target + targetStep, targetStep, High(a, c), High(e, g));
        Store(target + (2 * targetStep), targetStep, Low(b, d), Low(f, h));
        Store(target + (3 * targetStep), targetStep, High(b, d), High(f, h));
    }

    // The lower halves are a row, the upper ones the row four below it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, nint step, Vector256<float> left, Vector256<float> right)
    {
        Avx.Permute2x128(left, right, 0x20).Store(target);
        Avx.Permute2x128(left, right, 0x31).Store(target + (4 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Low(Vector256<float> a, Vector256<float> b) => Avx.Shuffle(a, b, 0x44);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> High(Vector256<float> a, Vector256<float> b) => Avx.Shuffle(a, b, 0xEE);
}
