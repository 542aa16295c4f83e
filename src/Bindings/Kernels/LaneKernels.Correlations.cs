using System.Runtime.CompilerServices;

namespace TorchBasics.Bindings.Kernels;

/// <content>Sums of products of vectors over the pixels and the lanes: the gradient of a convolution's weights.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    public override void ConvolveBackWeight(in ConvGeometry geometry, float* x, float* gradSum, float* gradWeight)
    {
        var gradient = geometry.Gradient;
        var taps = geometry.Taps;
        var start = x + geometry.Window(0, 0);
        var sums = stackalloc float[Tiling.MaxHeight * Tiling.MaxWidth];
        for (var tap = 0; tap < taps;)
        {
            var width = Tiling.Width(taps - tap);
            var first = geometry.Tap(tap);
            var pair = new Pair(
                gradSum + gradient.Origin, gradient.ChannelStep, gradient.RowStep, start + first, geometry.StrideRows * geometry.Input.RowStep, geometry.StrideColumns * Plane.ColumnStep)
            {
                Second = width > 1 ? geometry.Tap(tap + 1) - first : 0,
                Third = width > 2 ? geometry.Tap(tap + 2) - first : 0,
                Fourth = width > 2 ? geometry.Tap(tap + 3) - first : 0,
                Rows = geometry.OutputHeight,
                Columns = geometry.OutputWidth,
            };
            for (var channel = 0; channel < geometry.Output.Channels;)
            {
                var height = Tiling.Height(geometry.Output.Channels - channel);
                Correlate(height, width, pair, gradSum: pair.Gradient + ((nint)channel * gradient.ChannelStep), sums);
                for (var row = 0; row < height; row++)
                    for (var column = 0; column < width; column++)
                        gradWeight[((nint)(channel + row) * taps) + tap + column] += sums[(row * Tiling.MaxWidth) + column];
                channel += height;
            }

            tap += width;
        }
    }

    private static void Correlate(int height, int width, in Pair pair, float* gradSum, float* sums)
    {
        switch ((height << 4) | width)
        {
            case 0x64: Correlate<Six, Four>(pair, gradSum, sums); break;
            case 0x44: Correlate<Four, Four>(pair, gradSum, sums); break;
            case 0x24: Correlate<Two, Four>(pair, gradSum, sums); break;
            case 0x14: Correlate<One, Four>(pair, gradSum, sums); break;
            case 0x62: Correlate<Six, Two>(pair, gradSum, sums); break;
            case 0x42: Correlate<Four, Two>(pair, gradSum, sums); break;
            case 0x22: Correlate<Two, Two>(pair, gradSum, sums); break;
            case 0x12: Correlate<One, Two>(pair, gradSum, sums); break;
            case 0x61: Correlate<Six, One>(pair, gradSum, sums); break;
            case 0x41: Correlate<Four, One>(pair, gradSum, sums); break;
            case 0x21: Correlate<Two, One>(pair, gradSum, sums); break;
            default: Correlate<One, One>(pair, gradSum, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Correlate<H, W>(in Pair pair, float* gradSum, float* sums)
        where H : struct, ICount
        where W : struct, ICount
    {
        V a0 = S.Zero, a1 = S.Zero, a2 = S.Zero, a3 = S.Zero;
        V b0 = S.Zero, b1 = S.Zero, b2 = S.Zero, b3 = S.Zero;
        V c0 = S.Zero, c1 = S.Zero, c2 = S.Zero, c3 = S.Zero;
        V d0 = S.Zero, d1 = S.Zero, d2 = S.Zero, d3 = S.Zero;
        V e0 = S.Zero, e1 = S.Zero, e2 = S.Zero, e3 = S.Zero;
        V f0 = S.Zero, f1 = S.Zero, f2 = S.Zero, f3 = S.Zero;
        nint step = pair.XColumnStep, channel = pair.GradientChannelStep;
        nint second = pair.Second, third = pair.Third, fourth = pair.Fourth;
        for (var row = 0; row < pair.Rows; row++)
            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
            {
                var p = pair.X + ((nint)row * pair.XRowStep) + lane;
                var g = gradSum + ((nint)row * pair.GradientRowStep) + lane;
                for (var column = pair.Columns; column > 0; column--)
                {
                    V x0 = S.Load(p), x1 = default, x2 = default, x3 = default;
                    if (W.Value > 1)
                        x1 = S.Load(p + second);
                    if (W.Value > 2)
                        (x2, x3) = (S.Load(p + third), S.Load(p + fourth));
                    Row<W>(S.Load(g), x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3);
                    if (H.Value > 1)
                        Row<W>(S.Load(g + channel), x0, x1, x2, x3, ref b0, ref b1, ref b2, ref b3);
                    if (H.Value > 2)
                    {
                        Row<W>(S.Load(g + (2 * channel)), x0, x1, x2, x3, ref c0, ref c1, ref c2, ref c3);
                        Row<W>(S.Load(g + (3 * channel)), x0, x1, x2, x3, ref d0, ref d1, ref d2, ref d3);
                    }

                    if (H.Value > 4)
                    {
                        Row<W>(S.Load(g + (4 * channel)), x0, x1, x2, x3, ref e0, ref e1, ref e2, ref e3);
                        Row<W>(S.Load(g + (5 * channel)), x0, x1, x2, x3, ref f0, ref f1, ref f2, ref f3);
                    }

                    p += step;
                    g += Plane.ColumnStep;
                }
            }

        Sum<W>(sums, a0, a1, a2, a3);
        if (H.Value > 1)
            Sum<W>(sums + Tiling.MaxWidth, b0, b1, b2, b3);
        if (H.Value > 2)
        {
            Sum<W>(sums + (2 * Tiling.MaxWidth), c0, c1, c2, c3);
            Sum<W>(sums + (3 * Tiling.MaxWidth), d0, d1, d2, d3);
        }

        if (H.Value > 4)
        {
            Sum<W>(sums + (4 * Tiling.MaxWidth), e0, e1, e2, e3);
            Sum<W>(sums + (5 * Tiling.MaxWidth), f0, f1, f2, f3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<W>(V f, V x0, V x1, V x2, V x3, ref V s0, ref V s1, ref V s2, ref V s3)
        where W : struct, ICount
    {
        s0 = S.MultiplyAdd(f, x0, s0);
        if (W.Value > 1)
            s1 = S.MultiplyAdd(f, x1, s1);
        if (W.Value > 2)
        {
            s2 = S.MultiplyAdd(f, x2, s2);
            s3 = S.MultiplyAdd(f, x3, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<W>(float* sums, V s0, V s1, V s2, V s3)
        where W : struct, ICount
    {
        sums[0] = S.Sum(s0);
        if (W.Value > 1)
            sums[1] = S.Sum(s1);
        if (W.Value > 2)
            (sums[2], sums[3]) = (S.Sum(s2), S.Sum(s3));
    }

    /// <summary>Two arrays that are walked in step: a gradient and the pixels that it belongs to, at up to four taps.</summary>
    private readonly ref struct Pair(float* gradient, int gradientChannelStep, int gradientRowStep, float* x, int xRowStep, int xColumnStep)
    {
        public readonly float* Gradient = gradient;
        public readonly int GradientChannelStep = gradientChannelStep;
        public readonly int GradientRowStep = gradientRowStep;
        public readonly float* X = x;
        public readonly int XRowStep = xRowStep;
        public readonly int XColumnStep = xColumnStep;

        public int Second { get; init; }

        public int Third { get; init; }

        public int Fourth { get; init; }

        public int Rows { get; init; }

        public int Columns { get; init; }
    }
}
