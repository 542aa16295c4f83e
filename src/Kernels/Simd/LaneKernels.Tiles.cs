using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>The inner loop that all sums of products go through.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <summary>
    /// tile[r, c] = sum over the nest of factor[r] vector[c]: up to 6 rows of factors times up to 4 vectors, whose places
    /// are given. Each sum is taken in the order of the nest, whatever the tile; a row of them is stored in one piece.
    /// </summary>
    /// <typeparam name="F">What a factor is: one number for all lanes, or a vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products<F>(
        int height, int width, in LoopNest nest, float* factors, float* x, nint second, nint third, nint fourth, float* tile,
        nint tileStep = Tiling.RowStep)
        where F : struct, IFactor =>
        Products<F, TileEnd>(height, width, nest, factors, x, second, third, fourth, new() { Tile = tile, Step = tileStep });

    /// <summary>The same, with an end of its own for the sums.</summary>
    /// <typeparam name="F">What a factor is.</typeparam>
    /// <typeparam name="E">What becomes of the sums.</typeparam>
    private static void Products<F, E>(
        int height, int width, in LoopNest nest, float* factors, float* x, nint second, nint third, nint fourth, E end)
        where F : struct, IFactor
        where E : struct, ITileEnd
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var px = x + lane;
            var pf = factors + F.Of(lane);
            switch ((height << 4) | width)
            {
                case 0x64: Products<F, E, Six, Four>(nest, pf, px, second, third, fourth, end); break;
                case 0x44: Products<F, E, Four, Four>(nest, pf, px, second, third, fourth, end); break;
                case 0x24: Products<F, E, Two, Four>(nest, pf, px, second, third, fourth, end); break;
                case 0x14: Products<F, E, One, Four>(nest, pf, px, second, third, fourth, end); break;
                case 0x62: Products<F, E, Six, Two>(nest, pf, px, second, third, fourth, end); break;
                case 0x42: Products<F, E, Four, Two>(nest, pf, px, second, third, fourth, end); break;
                case 0x22: Products<F, E, Two, Two>(nest, pf, px, second, third, fourth, end); break;
                case 0x12: Products<F, E, One, Two>(nest, pf, px, second, third, fourth, end); break;
                case 0x61: Products<F, E, Six, One>(nest, pf, px, second, third, fourth, end); break;
                case 0x41: Products<F, E, Four, One>(nest, pf, px, second, third, fourth, end); break;
                case 0x21: Products<F, E, Two, One>(nest, pf, px, second, third, fourth, end); break;
                default: Products<F, E, One, One>(nest, pf, px, second, third, fourth, end); break;
            }

            end.Advance(S.Count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Products<F, E, H, W>(
        in LoopNest nest, float* factors, float* x, nint second, nint third, nint fourth, in E end)
        where F : struct, IFactor
        where E : struct, ITileEnd
        where H : struct, ICount
        where W : struct, ICount
    {
        V a0 = S.Zero, a1 = S.Zero, a2 = S.Zero, a3 = S.Zero;
        V b0 = S.Zero, b1 = S.Zero, b2 = S.Zero, b3 = S.Zero;
        V c0 = S.Zero, c1 = S.Zero, c2 = S.Zero, c3 = S.Zero;
        V d0 = S.Zero, d1 = S.Zero, d2 = S.Zero, d3 = S.Zero;
        V e0 = S.Zero, e1 = S.Zero, e2 = S.Zero, e3 = S.Zero;
        V f0 = S.Zero, f1 = S.Zero, f2 = S.Zero, f3 = S.Zero;
        nint step = nest.ColumnStep, factorStep = nest.FactorColumnStep, next = F.Next(nest.FactorNext);
        for (var channel = 0; channel < nest.Channels; channel++)
            for (var row = 0; row < nest.Rows; row++)
            {
                var p = x + ((nint)channel * nest.ChannelStep) + ((nint)row * nest.RowStep);
                var w = factors + ((nint)channel * nest.FactorChannelStep) + ((nint)row * nest.FactorRowStep);
                for (var column = nest.Columns; column > 0; column--)
                {
                    V x0 = S.Load(p), x1 = default, x2 = default, x3 = default;
                    if (W.Value > 1)
                        x1 = S.Load(p + second);
                    if (W.Value > 2)
                        (x2, x3) = (S.Load(p + third), S.Load(p + fourth));
                    Row<F, W>(w, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3);
                    if (H.Value > 1)
                        Row<F, W>(w + next, x0, x1, x2, x3, ref b0, ref b1, ref b2, ref b3);
                    if (H.Value > 2)
                    {
                        Row<F, W>(w + (2 * next), x0, x1, x2, x3, ref c0, ref c1, ref c2, ref c3);
                        Row<F, W>(w + (3 * next), x0, x1, x2, x3, ref d0, ref d1, ref d2, ref d3);
                    }

                    if (H.Value > 4)
                    {
                        Row<F, W>(w + (4 * next), x0, x1, x2, x3, ref e0, ref e1, ref e2, ref e3);
                        Row<F, W>(w + (5 * next), x0, x1, x2, x3, ref f0, ref f1, ref f2, ref f3);
                    }

                    p += step;
                    w += factorStep;
                }
            }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<F, W>(float* factor, V x0, V x1, V x2, V x3, ref V s0, ref V s1, ref V s2, ref V s3)
        where F : struct, IFactor
        where W : struct, ICount
    {
        var f = F.Load(factor);
        s0 = S.MultiplyAdd(f, x0, s0);
        if (W.Value > 1)
            s1 = S.MultiplyAdd(f, x1, s1);
        if (W.Value > 2)
        {
            s2 = S.MultiplyAdd(f, x2, s2);
            s3 = S.MultiplyAdd(f, x3, s3);
        }
    }

    /// <summary>What becomes of the sums of a tile.</summary>
    private interface ITileEnd
    {
        /// <summary>Goes on to the next lanes.</summary>
        void Advance(int lanes);

        /// <summary>Takes the sums of a row.</summary>
        void Take<W>(int row, V s0, V s1, V s2, V s3)
            where W : struct, ICount;
    }

    /// <summary>They are stored.</summary>
    private struct TileEnd : ITileEnd
    {
        /// <summary>Gets the first row.</summary>
        public float* Tile;

        /// <summary>From one row to the next.</summary>
        public nint Step;

        /// <inheritdoc/>
        public void Advance(int lanes) => Tile += lanes;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Take<W>(int row, V s0, V s1, V s2, V s3)
            where W : struct, ICount
        {
            var target = Tile + (row * Step);
            S.Store(target, s0);
            if (W.Value > 1)
                S.Store(target + Lanes.Count, s1);
            if (W.Value > 2)
            {
                S.Store(target + (2 * Lanes.Count), s2);
                S.Store(target + (3 * Lanes.Count), s3);
            }
        }
    }

    /// <summary>What a factor is.</summary>
    private interface IFactor
    {
        /// <summary>Reads one.</summary>
        static abstract V Load(float* factor);

        /// <summary>From a row's factor to the next row's.</summary>
        static abstract nint Next(int given);

        /// <summary>Where the factor of a lane lies.</summary>
        static abstract int Of(int lane);
    }

    /// <summary>One number for all lanes, a weight; those of a tile's rows stand side by side.</summary>
    private readonly struct Weight : IFactor
    {
        /// <inheritdoc/>
        public static V Load(float* factor) => S.All(*factor);

        /// <inheritdoc/>
        public static nint Next(int given) => 1;

        /// <inheritdoc/>
        public static int Of(int lane) => 0;
    }

    /// <summary>One number for all lanes, a weight; those of a tile's rows stand in rows of their own.</summary>
    private readonly struct RowWeight : IFactor
    {
        /// <inheritdoc/>
        public static V Load(float* factor) => S.All(*factor);

        /// <inheritdoc/>
        public static nint Next(int given) => given;

        /// <inheritdoc/>
        public static int Of(int lane) => 0;
    }

    /// <summary>A number for each lane, a gradient.</summary>
    private readonly struct Gradient : IFactor
    {
        /// <inheritdoc/>
        public static V Load(float* factor) => S.Load(factor);

        /// <inheritdoc/>
        public static nint Next(int given) => given;

        /// <inheritdoc/>
        public static int Of(int lane) => lane;
    }
}
