using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>The two inner loops that all sums of products go through.</content>
internal sealed unsafe partial class SampleKernels<S, V>
{
    // Sums of a tile: [position, register, output].
    private const int TileFloats = 8 * 3 * Lanes.Count;

    // The positions of a tile whose sums find room in the machine's registers.
    private static int MostPositions(int height) => (Registers.Has512, height) switch
    {
        (true, 1) => 16,
        (false, > 1) => 4,
        _ => 8,
    };

    /// <summary>
    /// Sums over the offsets of x[k] w[c]: one register of outputs at 16 positions, or up to 3 at 8, 4 or 1, which stand in two
    /// runs of half as many. Either the sums are the result or, where the positions are 2x2 windows side by side, the largest of
    /// each window with bias and rectifier: these keep the order of numbers, so that the largest sum is the largest result.
    /// </summary>
    private static void Products(int positions, int height, bool pools, in Offsets offsets, in SampleTile tile)
    {
        switch ((pools ? 0x1000 : 0) | (positions << 4) | height)
        {
            case 0x1101: Products<Sixteen, One, Four>(offsets, tile); break;
            case 0x1081: Products<Eight, One, Four>(offsets, tile); break;
            case 0x1082: Products<Eight, Two, Four>(offsets, tile); break;
            case 0x1083: Products<Eight, Three, Four>(offsets, tile); break;
            case 0x1041: Products<Four, One, Four>(offsets, tile); break;
            case 0x1042: Products<Four, Two, Four>(offsets, tile); break;
            case 0x1043: Products<Four, Three, Four>(offsets, tile); break;
            case 0x101: Products<Sixteen, One, One>(offsets, tile); break;
            case 0x81: Products<Eight, One, One>(offsets, tile); break;
            case 0x82: Products<Eight, Two, One>(offsets, tile); break;
            case 0x83: Products<Eight, Three, One>(offsets, tile); break;
            case 0x41: Products<Four, One, One>(offsets, tile); break;
            case 0x42: Products<Four, Two, One>(offsets, tile); break;
            case 0x43: Products<Four, Three, One>(offsets, tile); break;
            case 0x11: Products<One, One, One>(offsets, tile); break;
            case 0x12: Products<One, Two, One>(offsets, tile); break;
            default: Products<One, Three, One>(offsets, tile); break;
        }
    }

    // P positions, C registers, W positions of a window.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Products<P, C, W>(in Offsets offsets, in SampleTile tile)
        where P : struct, ICount
        where C : struct, ICount
        where W : struct, ICount
    {
        V a0 = S.Zero, a1 = S.Zero, a2 = S.Zero, a3 = S.Zero, a4 = S.Zero, a5 = S.Zero, a6 = S.Zero, a7 = S.Zero;
        V b0 = S.Zero, b1 = S.Zero, b2 = S.Zero, b3 = S.Zero, b4 = S.Zero, b5 = S.Zero, b6 = S.Zero, b7 = S.Zero;
        V c0 = S.Zero, c1 = S.Zero, c2 = S.Zero, c3 = S.Zero, c4 = S.Zero, c5 = S.Zero, c6 = S.Zero, c7 = S.Zero;
        nint right = tile.Right, right2 = 2 * right, right3 = 3 * right, second = tile.Second;
        var w = tile.Weights;
        var places = offsets.Places;
        for (var tap = offsets.Count; tap > 0; tap--)
        {
            var p = tile.X + *places++;
            var q = p + second;
            V w0 = S.Load(w), w1 = default, w2 = default;
            if (C.Value > 1)
                w1 = S.Load(w + S.Count);
            if (C.Value > 2)
                w2 = S.Load(w + (2 * S.Count));
            w += C.Value * S.Count;
            Position<C>(p, w0, w1, w2, ref a0, ref b0, ref c0);
            if (P.Value > 1)
            {
                Position<C>(p + right, w0, w1, w2, ref a1, ref b1, ref c1);
                Position<C>(q, w0, w1, w2, ref a4, ref b4, ref c4);
                Position<C>(q + right, w0, w1, w2, ref a5, ref b5, ref c5);
            }

            if (P.Value > 4)
            {
                Position<C>(p + right2, w0, w1, w2, ref a2, ref b2, ref c2);
                Position<C>(p + right3, w0, w1, w2, ref a3, ref b3, ref c3);
                Position<C>(q + right2, w0, w1, w2, ref a6, ref b6, ref c6);
                Position<C>(q + right3, w0, w1, w2, ref a7, ref b7, ref c7);
            }

            if (P.Value > 8) // with one register only, so that the sums of the others are free
            {
                p += 4 * right;
                q += 4 * right;
                Position<One>(p, w0, w1, w2, ref b0, ref c0, ref c0);
                Position<One>(p + right, w0, w1, w2, ref b1, ref c0, ref c0);
                Position<One>(p + right2, w0, w1, w2, ref b2, ref c0, ref c0);
                Position<One>(p + right3, w0, w1, w2, ref b3, ref c0, ref c0);
                Position<One>(q, w0, w1, w2, ref b4, ref c0, ref c0);
                Position<One>(q + right, w0, w1, w2, ref b5, ref c0, ref c0);
                Position<One>(q + right2, w0, w1, w2, ref b6, ref c0, ref c0);
                Position<One>(q + right3, w0, w1, w2, ref b7, ref c0, ref c0);
            }
        }

        var y = tile.Y;
        if (W.Value > 1)
        {
            Pool<C>(
                tile,
                y,
                S.Max(S.Max(a0, a1), S.Max(a4, a5)),
                S.Max(S.Max(b0, b1), S.Max(b4, b5)),
                S.Max(S.Max(c0, c1), S.Max(c4, c5)));
            if (P.Value > 4)
                Pool<C>(
                    tile,
                    y + Lanes.Count,
                    S.Max(S.Max(a2, a3), S.Max(a6, a7)),
                    S.Max(S.Max(b2, b3), S.Max(b6, b7)),
                    S.Max(S.Max(c2, c3), S.Max(c6, c7)));
            if (P.Value > 8)
            {
                Pool<One>(tile, y + (2 * Lanes.Count), S.Max(S.Max(b0, b1), S.Max(b4, b5)), c0, c0);
                Pool<One>(tile, y + (3 * Lanes.Count), S.Max(S.Max(b2, b3), S.Max(b6, b7)), c0, c0);
            }

            return;
        }

        Store<C>(ref y, a0, b0, c0);
        if (P.Value > 1)
            Store<C>(ref y, a1, b1, c1);
        if (P.Value > 4)
        {
            Store<C>(ref y, a2, b2, c2);
            Store<C>(ref y, a3, b3, c3);
        }

        if (P.Value > 8)
        {
            Store<One>(ref y, b0, c0, c0);
            Store<One>(ref y, b1, c0, c0);
            Store<One>(ref y, b2, c0, c0);
            Store<One>(ref y, b3, c0, c0);
        }

        if (P.Value > 1)
        {
            Store<C>(ref y, a4, b4, c4);
            Store<C>(ref y, a5, b5, c5);
        }

        if (P.Value > 4)
        {
            Store<C>(ref y, a6, b6, c6);
            Store<C>(ref y, a7, b7, c7);
        }

        if (P.Value > 8)
        {
            Store<One>(ref y, b4, c0, c0);
            Store<One>(ref y, b5, c0, c0);
            Store<One>(ref y, b6, c0, c0);
            Store<One>(ref y, b7, c0, c0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool<C>(in SampleTile tile, float* y, V a, V b, V c)
        where C : struct, ICount
    {
        var floor = S.All(tile.Floor);
        Finish(a, tile.Bias, floor, y);
        if (C.Value > 1)
            Finish(b, tile.Bias + S.Count, floor, y + tile.SecondRegister);
        if (C.Value > 2)
            Finish(c, tile.Bias + (2 * S.Count), floor, y + tile.ThirdRegister);
    }

    // Without a branch: in one that it believes to be cold the JIT inlines nothing, and a call behind the loop of a tile
    // sends all its sums to memory. What is not a number stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V sum, float* bias, V floor, float* y)
    {
        var value = S.Add(sum, S.Load(bias));
        S.Store(y, S.Select(S.Greater(floor, value), floor, value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Position<C>(float* x, V w0, V w1, V w2, ref V a, ref V b, ref V c)
        where C : struct, ICount
    {
        var value = S.All(*x);
        a = S.MultiplyAdd(value, w0, a);
        if (C.Value > 1)
            b = S.MultiplyAdd(value, w1, b);
        if (C.Value > 2)
            c = S.MultiplyAdd(value, w2, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<C>(ref float* tile, V a, V b, V c)
        where C : struct, ICount
    {
        S.Store(tile, a);
        if (C.Value > 1)
            S.Store(tile + S.Count, b);
        if (C.Value > 2)
            S.Store(tile + (2 * S.Count), c);
        tile += C.Value * S.Count;
    }

    /// <summary>y[c] = sum over the offsets of x w[c], for up to 8 registers of outputs.</summary>
    private static void Sums(int height, in Offsets offsets, float* x, float* w, float* y)
    {
        switch (height)
        {
            case 1: Sums<One>(offsets, x, w, y); break;
            case 2: Sums<Two>(offsets, x, w, y); break;
            case 3: Sums<Three>(offsets, x, w, y); break;
            case 4: Sums<Four>(offsets, x, w, y); break;
            case 5: Sums<Five>(offsets, x, w, y); break;
            case 6: Sums<Six>(offsets, x, w, y); break;
            case 7: Sums<Seven>(offsets, x, w, y); break;
            default: Sums<Eight>(offsets, x, w, y); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Sums<C>(in Offsets offsets, float* x, float* w, float* y)
        where C : struct, ICount
    {
        V s0 = S.Zero, s1 = S.Zero, s2 = S.Zero, s3 = S.Zero, s4 = S.Zero, s5 = S.Zero, s6 = S.Zero, s7 = S.Zero;
        var places = offsets.Places;
        for (var tap = offsets.Count; tap > 0; tap--)
        {
            var value = S.All(x[*places++]);
            s0 = S.MultiplyAdd(value, S.Load(w), s0);
            if (C.Value > 1)
                s1 = S.MultiplyAdd(value, S.Load(w + S.Count), s1);
            if (C.Value > 2)
                s2 = S.MultiplyAdd(value, S.Load(w + (2 * S.Count)), s2);
            if (C.Value > 3)
                s3 = S.MultiplyAdd(value, S.Load(w + (3 * S.Count)), s3);
            if (C.Value > 4)
                s4 = S.MultiplyAdd(value, S.Load(w + (4 * S.Count)), s4);
            if (C.Value > 5)
                s5 = S.MultiplyAdd(value, S.Load(w + (5 * S.Count)), s5);
            if (C.Value > 6)
                s6 = S.MultiplyAdd(value, S.Load(w + (6 * S.Count)), s6);
            if (C.Value > 7)
                s7 = S.MultiplyAdd(value, S.Load(w + (7 * S.Count)), s7);
            w += C.Value * S.Count;
        }

        S.Store(y, s0);
        if (C.Value > 1)
            S.Store(y + S.Count, s1);
        if (C.Value > 2)
            S.Store(y + (2 * S.Count), s2);
        if (C.Value > 3)
            S.Store(y + (3 * S.Count), s3);
        if (C.Value > 4)
            S.Store(y + (4 * S.Count), s4);
        if (C.Value > 5)
            S.Store(y + (5 * S.Count), s5);
        if (C.Value > 6)
            S.Store(y + (6 * S.Count), s6);
        if (C.Value > 7)
            S.Store(y + (7 * S.Count), s7);
    }
}
