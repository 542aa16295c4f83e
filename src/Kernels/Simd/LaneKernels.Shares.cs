using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>
/// Sums of products over the samples of a batch, share by share. A tile's sums meet those of other shares while they are still
/// in registers; those that wait stay in the nearest cache.
/// </content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <summary>
    /// end[r, c] = sum over the samples of factor[r] vector[c]: up to 6 rows of factors times up to 4 vectors that stand side by
    /// side, each share in the order of its samples, the shares in the order of the tree.
    /// </summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Vectors.</param>
    /// <param name="sums">Which shares are added, and in which order.</param>
    /// <param name="factors">[sample, row].</param>
    /// <param name="factorStep">From one sample of them to the next.</param>
    /// <param name="x">[sample, vector].</param>
    /// <param name="step">From one sample of them to the next.</param>
    /// <param name="waiting">Room for the tiles that wait; gets all roots but the last, as [row, vector].</param>
    /// <param name="end">Gets the last root.</param>
    /// <param name="endStep">From one row of it to the next.</param>
    private static void SharedProducts(
        int height, int width, ShareSums sums, float* factors, int factorStep, float* x, int step, float* waiting, float* end,
        int endStep)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var shares = new Shares(sums, factorStep, step, waiting + lane, end + lane, endStep);
            var px = x + lane;
            switch ((height << 4) | width)
            {
                case 0x64: SharedProducts<Six, Four>(shares, factors, px); break;
                case 0x44: SharedProducts<Four, Four>(shares, factors, px); break;
                case 0x24: SharedProducts<Two, Four>(shares, factors, px); break;
                case 0x14: SharedProducts<One, Four>(shares, factors, px); break;
                case 0x62: SharedProducts<Six, Two>(shares, factors, px); break;
                case 0x42: SharedProducts<Four, Two>(shares, factors, px); break;
                case 0x22: SharedProducts<Two, Two>(shares, factors, px); break;
                case 0x12: SharedProducts<One, Two>(shares, factors, px); break;
                case 0x61: SharedProducts<Six, One>(shares, factors, px); break;
                case 0x41: SharedProducts<Four, One>(shares, factors, px); break;
                case 0x21: SharedProducts<Two, One>(shares, factors, px); break;
                default: SharedProducts<One, One>(shares, factors, px); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void SharedProducts<H, W>(in Shares shares, float* w, float* p)
        where H : struct, ICount
        where W : struct, ICount
    {
        nint step = shares.Step, factorStep = shares.FactorStep;
        var (left, waiting, last) = (shares.Samples, 0, shares.Additions.Length - 1);
        for (var share = 0; share <= last; share++)
        {
            V a0 = S.Zero, a1 = S.Zero, a2 = S.Zero, a3 = S.Zero;
            V b0 = S.Zero, b1 = S.Zero, b2 = S.Zero, b3 = S.Zero;
            V c0 = S.Zero, c1 = S.Zero, c2 = S.Zero, c3 = S.Zero;
            V d0 = S.Zero, d1 = S.Zero, d2 = S.Zero, d3 = S.Zero;
            V e0 = S.Zero, e1 = S.Zero, e2 = S.Zero, e3 = S.Zero;
            V f0 = S.Zero, f1 = S.Zero, f2 = S.Zero, f3 = S.Zero;
            var samples = Math.Min(shares.PerShare, left);
            left -= samples;
            for (; samples > 0; samples--)
            {
                V x0 = S.Load(p), x1 = default, x2 = default, x3 = default;
                if (W.Value > 1)
                    x1 = S.Load(p + Lanes.Count);
                if (W.Value > 2)
                {
                    x2 = S.Load(p + (2 * Lanes.Count));
                    x3 = S.Load(p + (3 * Lanes.Count));
                }

                Row<Weight, W>(w, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3);
                if (H.Value > 1)
                    Row<Weight, W>(w + 1, x0, x1, x2, x3, ref b0, ref b1, ref b2, ref b3);
                if (H.Value > 2)
                {
                    Row<Weight, W>(w + 2, x0, x1, x2, x3, ref c0, ref c1, ref c2, ref c3);
                    Row<Weight, W>(w + 3, x0, x1, x2, x3, ref d0, ref d1, ref d2, ref d3);
                }

                if (H.Value > 4)
                {
                    Row<Weight, W>(w + 4, x0, x1, x2, x3, ref e0, ref e1, ref e2, ref e3);
                    Row<Weight, W>(w + 5, x0, x1, x2, x3, ref f0, ref f1, ref f2, ref f3);
                }

                p += step;
                w += factorStep;
            }

            // To those that wait, the nearest first.
            var from = shares.Waiting + ((nint)waiting * Tiling.Floats);
            for (var additions = shares.Additions[share]; additions > 0; additions--, waiting--)
            {
                from -= Tiling.Floats;
                Meet<W>(from, ref a0, ref a1, ref a2, ref a3);
                if (H.Value > 1)
                    Meet<W>(from + Tiling.RowStep, ref b0, ref b1, ref b2, ref b3);
                if (H.Value > 2)
                {
                    Meet<W>(from + (2 * Tiling.RowStep), ref c0, ref c1, ref c2, ref c3);
                    Meet<W>(from + (3 * Tiling.RowStep), ref d0, ref d1, ref d2, ref d3);
                }

                if (H.Value > 4)
                {
                    Meet<W>(from + (4 * Tiling.RowStep), ref e0, ref e1, ref e2, ref e3);
                    Meet<W>(from + (5 * Tiling.RowStep), ref f0, ref f1, ref f2, ref f3);
                }
            }

            waiting++;
            var end = new TileEnd { Tile = from, Step = Tiling.RowStep };
            if (share == last)
                end = new() { Tile = shares.End, Step = shares.EndStep };
            end.Take<W>(0, a0, a1, a2, a3);
            if (H.Value > 1)
                end.Take<W>(1, b0, b1, b2, b3);
            if (H.Value > 2)
            {
                end.Take<W>(2, c0, c1, c2, c3);
                end.Take<W>(3, d0, d1, d2, d3);
            }

            if (H.Value > 4)
            {
                end.Take<W>(4, e0, e1, e2, e3);
                end.Take<W>(5, f0, f1, f2, f3);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Meet<W>(float* waiting, ref V s0, ref V s1, ref V s2, ref V s3)
        where W : struct, ICount
    {
        s0 = S.Add(S.Load(waiting), s0);
        if (W.Value > 1)
            s1 = S.Add(S.Load(waiting + Lanes.Count), s1);
        if (W.Value > 2)
        {
            s2 = S.Add(S.Load(waiting + (2 * Lanes.Count)), s2);
            s3 = S.Add(S.Load(waiting + (3 * Lanes.Count)), s3);
        }
    }

    // What all tiles of a piece of work have in common.
    private readonly ref struct Shares(
        ShareSums sums, int factorStep, int step, float* waiting, float* end, int endStep)
    {
        public readonly ReadOnlySpan<int> Additions = sums.Additions;
        public readonly int PerShare = sums.Cut.GroupsPerShare * Lanes.Count;
        public readonly int Samples = sums.Groups * Lanes.Count;
        public readonly nint FactorStep = factorStep;
        public readonly nint Step = step;
        public readonly float* Waiting = waiting;
        public readonly float* End = end;
        public readonly nint EndStep = endStep;
    }
}
