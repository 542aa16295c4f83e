using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

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
    public override ActivationKernel Activation(Activation activation) => activation.Accept(ActivationKernels<S, V>.Instance);

    /// <inheritdoc/>
    public override void Conv2d(
        in SampleConvolution convolution, float* x, float* packed, float* bias, ActivationKernel? activation, float* y)
    {
        var vectors = Vectors(convolution.Output.Channels);
        for (var vector = 0; vector < vectors;)
        {
            var height = Conv2dTile(vectors - vector);
            if (convolution.Geometry.Pools)
                ConvolveAndPool(convolution, x, vector, height, packed, bias, activation, y);
            else
                ConvolveRows(convolution, x, vector, height, packed, bias, activation, y);
            packed += (nint)height * S.Count * convolution.Offsets.Count;
            vector += height;
        }
    }

    /// <inheritdoc/>
    public override void Linear(
        in Offsets offsets, int outputs, float* x, float* packed, float* bias, ActivationKernel? activation, float* y)
    {
        var vectors = Vectors(outputs);
        for (var vector = 0; vector < vectors;)
        {
            var height = LinearTile(vectors - vector);
            Sums(height, offsets, x, packed, y);
            for (var i = 0; i < height * S.Count; i += S.Count)
                S.Store(y + i, S.Add(S.Load(y + i), S.Load(bias + i)));
            activation?.Forward(height * S.Count, y, y);
            packed += (nint)height * S.Count * offsets.Count;
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
                        for (var p = 0; p < window.Window.Kernel.Height; p++)
                            for (var q = 0; q < window.Window.Kernel.Width; q++)
                                sum = S.Add(sum, S.Load(x + window.Pixel(block, row, column, p, q) + lane));
                        var channel = (block * Lanes.Count) + lane;
                        S.Store(
                            y + output.Offset(block, row, column) + lane,
                            S.Add(S.Multiply(sum, S.Load(weight + channel)), S.Load(bias + channel)));
                    }
    }

    /// <inheritdoc/>
    public override void Scale(int pixels, float* x, float* scale, float* shift, float* y)
    {
        for (var pixel = 0; pixel < pixels * Lanes.Count; pixel += Lanes.Count)
            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
                S.Store(y + pixel + lane, S.MultiplyAdd(S.Load(x + pixel + lane), S.Load(scale + lane), S.Load(shift + lane)));
    }

    // The last tile of a row may cover positions a second time.
    private static void ConvolveRows(in SampleConvolution convolution, float* x,
        int vector, int height, float* w, float* bias, ActivationKernel? activation, float* y)
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
                Products(positions, height, pools: false, convolution.Offsets, tile);
                Activate(positions, height, sums, bias + (vector * S.Count), activation);
                for (var v = 0; v < height; v++)
                    Spread(
                        positions,
                        height,
                        sums + (v * S.Count),
                        y + convolution.Output.Offset((vector + v) * S.Count, row, column));
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
    private static void ConvolveAndPool(in SampleConvolution convolution, float* x,
        int vector, int height, float* w, float* bias, ActivationKernel? activation, float* y)
    {
        var sums = stackalloc float[TileFloats];
        var pooled = convolution.Output;
        var most = MostPositions(height) / 4;
        var atOnce = activation is null or { IsRelu: true };
        var channel = vector * S.Count;
        var tile = new SampleTile
        {
            Right = convolution.Right,
            Second = convolution.Down,
            Weights = w,
            Bias = bias + channel,
            Floor = activation is { IsRelu: true } ? 0 : float.NegativeInfinity,
            Y = sums,
            SecondRegister = pooled.Offset(channel + S.Count, 0, 0) - pooled.Offset(channel, 0, 0),
            ThirdRegister = pooled.Offset(channel + (2 * S.Count), 0, 0) - pooled.Offset(channel, 0, 0),
        };
        for (var row = 0; row < pooled.Height; row++)
            for (var column = 0; column < pooled.Width;)
            {
                var remaining = pooled.Width - column;
                var windows = remaining >= most ? most : remaining >= 2 && most > 2 ? 2 : 1;
                tile.X = x + (2 * row * convolution.Down) + (2 * column * convolution.Right);
                if (atOnce)
                    tile.Y = y + pooled.Offset(channel, row, column);
                Products(4 * windows, height, atOnce, convolution.Offsets, tile);
                if (!atOnce)
                {
                    Activate(4 * windows, height, sums, tile.Bias, activation);
                    for (var v = 0; v < height; v++)
                        Pool(windows, height, sums + (v * S.Count), y + pooled.Offset(channel + (v * S.Count), row, column));
                }

                column += windows;
            }
    }

    // Bias and activation for a whole tile.
    private static void Activate(int positions, int height, float* sums, float* bias, ActivationKernel? activation)
    {
        for (var v = 0; v < height; v++)
        {
            var b = S.Load(bias + (v * S.Count));
            for (var k = v; k < positions * height; k += height)
                S.Store(sums + (k * S.Count), S.Add(S.Load(sums + (k * S.Count)), b));
        }

        activation?.Forward(positions * height * S.Count, sums, sums);
    }

    // One register of each position of a tile goes to its pixel.
    private static void Spread(int positions, int height, float* results, float* y)
    {
        for (var k = 0; k < positions; k++)
            S.Store(y + (k * Lanes.Count), S.Load(results + (k * height * S.Count)));
    }

    // One register of each position of a tile of windows: the upper pixels of all windows stand before the lower ones.
    private static void Pool(int windows, int height, float* results, float* y)
    {
        var right = height * S.Count;
        for (var k = 0; k < windows; k++)
        {
            float* upper = results + (2 * k * right), lower = upper + (2 * windows * right);
            S.Store(
                y + (k * Lanes.Count),
                S.Max(S.Max(S.Load(upper), S.Load(upper + right)), S.Max(S.Load(lower), S.Load(lower + right))));
        }
    }
}
