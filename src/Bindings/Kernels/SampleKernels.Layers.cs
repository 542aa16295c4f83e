namespace TorchBasics.Bindings.Kernels;

/// <inheritdoc/>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal sealed unsafe partial class SampleKernels<S, V> : SampleKernels
    where S : struct, ISimd<V>
    where V : struct
{
    /// <inheritdoc/>
    public override int Width => S.Count;

    /// <inheritdoc/>
    public override void Convolve(in SampleConvolution convolution, float* x, float* packed, float* bias, Squash squash, float* y)
    {
        var vectors = Vectors(convolution.Output.Channels);
        for (var vector = 0; vector < vectors;)
        {
            var height = ConvolutionTile(vectors - vector);
            if (convolution.Geometry.Pools)
                ConvolveAndPool(convolution, x, vector, height, packed, bias, squash, y);
            else
                ConvolveRows(convolution, x, vector, height, packed, bias, squash, y);
            packed += (nint)height * S.Count * convolution.Taps.Count;
            vector += height;
        }
    }

    /// <inheritdoc/>
    public override void Connect(in Taps taps, int outputs, float* x, float* packed, float* bias, Squash squash, float* y)
    {
        var vectors = Vectors(outputs);
        for (var vector = 0; vector < vectors;)
        {
            var height = ConnectionTile(vectors - vector);
            Sums(height, taps, x, packed, y);
            for (var i = 0; i < height * S.Count; i += S.Count)
                S.Store(y + i, S.Add(S.Load(y + i), S.Load(bias + i)));
            if (squash != Squash.None)
                LaneKernels<S, V>.Squeeze(squash, height * S.Count, y, y);
            packed += (nint)height * S.Count * taps.Count;
            bias += height * S.Count;
            y += height * S.Count;
            vector += height;
        }
    }

    /// <inheritdoc/>
    public override void Subsample(in PoolGeometry window, float* x, float* weight, float* bias, float* y)
    {
        var output = window.Output;
        for (var block = 0; block < output.Channels; block++)
            for (var row = 0; row < output.Height; row++)
                for (var column = 0; column < output.Width; column++)
                    for (var lane = 0; lane < Lanes.Count; lane += S.Count)
                    {
                        var sum = S.Zero;
                        for (var p = 0; p < window.KernelHeight; p++)
                            for (var q = 0; q < window.KernelWidth; q++)
                                sum = S.Add(sum, S.Load(x + window.Pixel(block, row, column, p, q) + lane));
                        var channel = (block * Lanes.Count) + lane;
                        S.Store(y + output.Offset(block, row, column) + lane, S.Add(S.Multiply(sum, S.Load(weight + channel)), S.Load(bias + channel)));
                    }
    }

    // The last tile of a row may cover positions a second time.
    private static void ConvolveRows(in SampleConvolution convolution, float* x, int vector, int height, float* w, float* bias, Squash squash, float* y)
    {
        var sums = stackalloc float[TileFloats];
        var geometry = convolution.Geometry;
        var most = MostPositions(height);
        var tile = new SampleTile { Right = convolution.Right, Weights = w, Y = sums };
        for (var row = 0; row < geometry.OutputHeight; row++)
            for (var column = 0; column < geometry.OutputWidth;)
            {
                var remaining = geometry.OutputWidth - column;
                var positions = Positions(geometry.OutputWidth, remaining, most);
                if (remaining < positions)
                    column = geometry.OutputWidth - positions;
                tile.X = x + (row * convolution.Down) + (column * convolution.Right);
                tile.Second = positions / 2 * convolution.Right;
                Products(positions, height, pools: false, convolution.Taps, tile);
                for (var v = 0; v < height; v++)
                {
                    var channel = (vector + v) * S.Count;
                    Finish(positions, height * S.Count, sums + (v * S.Count), bias + channel, squash, y + convolution.Output.Offset(channel, row, column));
                }

                column += positions;
            }
    }

    // The largest tile that is not larger than the row, nor twice as large as what remains of it.
    private static int Positions(int width, int remaining, int most)
    {
        var positions = most;
        while (positions > width || (positions >= 2 * remaining && positions > 4))
            positions /= 2;
        return positions < 4 ? 1 : positions;
    }

    // A tile is some pooling windows: their results never leave the registers.
    private static void ConvolveAndPool(in SampleConvolution convolution, float* x, int vector, int height, float* w, float* bias, Squash squash, float* y)
    {
        var sums = stackalloc float[TileFloats];
        var pooled = convolution.Output;
        var most = MostPositions(height) / 4;
        var atOnce = squash is Squash.None or Squash.Relu;
        var channel = vector * S.Count;
        var tile = new SampleTile
        {
            Right = convolution.Right,
            Second = convolution.Down,
            Weights = w,
            Bias = bias + channel,
            Floor = Floor(squash),
            Y = sums,
            SecondRegister = pooled.Offset(channel + S.Count, 0, 0) - pooled.Offset(channel, 0, 0),
            ThirdRegister = pooled.Offset(channel + (2 * S.Count), 0, 0) - pooled.Offset(channel, 0, 0),
        };
        for (var row = 0; row < pooled.Height; row++)
            for (var column = 0; column < pooled.Width;)
            {
                var remaining = pooled.Width - column;
                var windows = remaining >= most ? most : remaining >= 2 && most > 2 ? 2 : 1;
                var target = y + pooled.Offset(channel, row, column);
                tile.X = x + (2 * row * convolution.Down) + (2 * column * convolution.Right);
                if (atOnce)
                    tile.Y = target;
                Products(4 * windows, height, atOnce, convolution.Taps, tile);
                if (!atOnce)
                    for (var v = 0; v < height; v++)
                        Pool(windows, height * S.Count, sums + (v * S.Count), tile.Bias + (v * S.Count), squash, target + pooled.Offset(channel + (v * S.Count), 0, 0) - pooled.Offset(channel, 0, 0));
                column += windows;
            }
    }

    private static float Floor(Squash squash) => squash == Squash.Relu ? 0 : float.NegativeInfinity;

    // Sums of some positions, of one register each, become results.
    private static void Finish(int positions, int step, float* sums, float* bias, Squash squash, float* y)
    {
        var floor = S.All(Floor(squash));
        for (var k = 0; k < positions; k++)
            Finish(S.Load(sums + (k * step)), bias, floor, y + (k * Lanes.Count));
        if (squash is Squash.None or Squash.Relu)
            return;
        for (var k = 0; k < positions; k++)
            LaneKernels<S, V>.Squeeze(squash, S.Count, y + (k * Lanes.Count), y + (k * Lanes.Count));
    }

    // The activation comes first: its rounding need not keep the order of numbers.
    private static void Pool(int windows, int step, float* sums, float* bias, Squash squash, float* y)
    {
        for (var k = 0; k < 4 * windows; k++)
        {
            S.Store(sums + (k * step), S.Add(S.Load(sums + (k * step)), S.Load(bias)));
            LaneKernels<S, V>.Squeeze(squash, S.Count, sums + (k * step), sums + (k * step));
        }

        for (var k = 0; k < windows; k++)
        {
            float* upper = sums + (2 * k * step), lower = upper + (2 * windows * step);
            S.Store(y + (k * Lanes.Count), S.Max(S.Max(S.Load(upper), S.Load(upper + step)), S.Max(S.Load(lower), S.Load(lower + step))));
        }
    }
}
