using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Maximum pooling.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>The largest value of each window of one group; the first of equal values, in row order.</summary>
    /// <param name="window">How the window slides.</param>
    /// <param name="x">Pictures.</param>
    /// <param name="y">Gets the results.</param>
    /// <param name="choice">Gets the element of the window that was the largest, as float, without border; or null.</param>
    public abstract void MaxPool2d(in PoolGeometry window, float* x, float* y, float* choice);

    /// <summary>The gradient of <see cref="MaxPool2d"/>.</summary>
    /// <param name="window">How the window slides.</param>
    /// <param name="gradY">Gradient of the results.</param>
    /// <param name="choice">The elements that were the largest.</param>
    /// <param name="gradX">Gets the gradient of the pictures.</param>
    public abstract void MaxPool2dBackward(in PoolGeometry window, float* gradY, float* choice, float* gradX);
}

/// <content>Maximum pooling.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MaxPool2d(in PoolGeometry window, float* x, float* y, float* choice)
    {
        var output = window.Output;
        for (var channel = 0; channel < output.Channels; channel++)
            for (var row = 0; row < output.Height; row++)
                for (var column = 0; column < output.Width; column++)
                {
                    var target = y + output.Offset(channel, row, column);
                    for (var lane = 0; lane < Lanes.Count; lane += S.Count)
                    {
                        var (largest, index) = Largest(window, x + lane, channel, row, column);
                        S.Store(target + lane, largest);
                        if (choice is not null)
                            S.Store(choice + window.Plain(channel, row, column) + lane, index);
                    }
                }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MaxPool2dBackward(in PoolGeometry window, float* gradY, float* choice, float* gradX)
    {
        var output = window.Output;
        new Span<float>(gradX, window.Input.GroupStep).Clear();
        for (var channel = 0; channel < output.Channels; channel++)
            for (var row = 0; row < output.Height; row++)
                for (var column = 0; column < output.Width; column++)
                {
                    var (rows, columns) = window.Inside(row, column);
                    var from = gradY + output.Offset(channel, row, column);
                    var chosen = choice + window.Plain(channel, row, column);
                    for (var p = rows.First; p < rows.First + rows.Count; p++)
                        for (var q = columns.First; q < columns.First + columns.Count; q++)
                        {
                            var target = gradX + window.Pixel(channel, row, column, p, q);
                            var element = S.All((p * window.Window.Kernel.Width) + q);
                            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
                            {
                                var gradient = S.Select(S.Equal(S.Load(chosen + lane), element), S.Load(from + lane), S.Zero);
                                S.Store(target + lane, S.Add(S.Load(target + lane), gradient));
                            }
                        }
                }
    }

    private static (V Value, V Index) Largest(in PoolGeometry window, float* x, int channel, int row, int column)
    {
        var (rows, columns) = window.Inside(row, column);
        V largest = S.All(float.NegativeInfinity), index = S.All((rows.First * window.Window.Kernel.Width) + columns.First);
        for (var p = rows.First; p < rows.First + rows.Count; p++)
            for (var q = columns.First; q < columns.First + columns.Count; q++)
                Contend(
                    S.Load(x + window.Pixel(channel, row, column, p, q)),
                    (p * window.Window.Kernel.Width) + q,
                    ref largest,
                    ref index);

        return (largest, index);
    }
}
