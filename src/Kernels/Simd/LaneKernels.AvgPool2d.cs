using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Average pooling and trainable subsampling.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>The sum of each window of one group, times a factor, plus an offset for each channel.</summary>
    /// <param name="window">How the window slides.</param>
    /// <param name="x">Pictures.</param>
    /// <param name="weight">Factor of each channel; null for a mean, the sum divided by the elements that count.</param>
    /// <param name="bias">Offset of each channel; null for none.</param>
    /// <param name="y">Gets the results.</param>
    public abstract void AvgPool2d(in PoolGeometry window, float* x, float* weight, float* bias, float* y);

    /// <summary>The gradients of <see cref="AvgPool2d"/>.</summary>
    /// <param name="window">How the window slides.</param>
    /// <param name="x">Pictures.</param>
    /// <param name="weight">Factor of each channel; null for a mean.</param>
    /// <param name="gradY">Gradient of the results.</param>
    /// <param name="gradX">Gets the gradient of the pictures; null where nobody asks.</param>
    /// <param name="gradWeight">The share of this group is added, with a weight.</param>
    /// <param name="gradBias">The share of this group is added, with a weight.</param>
    public abstract void AvgPool2dBackward(
        in PoolGeometry window, float* x, float* weight, float* gradY, float* gradX, float* gradWeight, float* gradBias);
}

/// <content>Average pooling and trainable subsampling.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AvgPool2d(in PoolGeometry window, float* x, float* weight, float* bias, float* y)
    {
        var output = window.Output;
        for (var channel = 0; channel < output.Channels; channel++)
            for (var row = 0; row < output.Height; row++)
                for (var column = 0; column < output.Width; column++)
                {
                    var divisor = S.All(window.Divisor(row, column));
                    var target = y + output.Offset(channel, row, column);
                    for (var lane = 0; lane < Lanes.Count; lane += S.Count)
                    {
                        var sum = WindowSum(window, x + lane, channel, row, column);
                        var scaled = weight is null ? S.Divide(sum, divisor) : S.Multiply(sum, S.All(weight[channel]));
                        S.Store(target + lane, bias is null ? scaled : S.Add(scaled, S.All(bias[channel])));
                    }
                }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AvgPool2dBackward(
        in PoolGeometry window, float* x, float* weight, float* gradY, float* gradX, float* gradWeight, float* gradBias)
    {
        var output = window.Output;
        if (gradX is not null)
            new Span<float>(gradX, window.Input.GroupStep).Clear();
        for (var channel = 0; channel < output.Channels; channel++)
        {
            V weightSum = S.Zero, biasSum = S.Zero;
            for (var row = 0; row < output.Height; row++)
                for (var column = 0; column < output.Width; column++)
                {
                    var from = gradY + output.Offset(channel, row, column);
                    for (var lane = 0; lane < Lanes.Count; lane += S.Count)
                    {
                        var gradient = S.Load(from + lane);
                        if (weight is not null)
                        {
                            biasSum = S.Add(biasSum, gradient);
                            weightSum = S.MultiplyAdd(gradient, WindowSum(window, x + lane, channel, row, column), weightSum);
                        }

                        var share = weight is null
                            ? S.Divide(gradient, S.All(window.Divisor(row, column)))
                            : S.Multiply(gradient, S.All(weight[channel]));
                        if (gradX is not null)
                            Spread(window, share, gradX + lane, channel, row, column);
                    }
                }

            if (weight is null)
                continue;
            gradWeight[channel] += S.Sum(weightSum);
            gradBias[channel] += S.Sum(biasSum);
        }
    }

    private static V WindowSum(in PoolGeometry window, float* x, int channel, int row, int column)
    {
        var (rows, columns) = window.Inside(row, column);
        var sum = S.Zero;
        for (var p = rows.First; p < rows.First + rows.Count; p++)
            for (var q = columns.First; q < columns.First + columns.Count; q++)
                sum = S.Add(sum, S.Load(x + window.Pixel(channel, row, column, p, q)));
        return sum;
    }

    private static void Spread(in PoolGeometry window, V share, float* gradX, int channel, int row, int column)
    {
        var (rows, columns) = window.Inside(row, column);
        for (var p = rows.First; p < rows.First + rows.Count; p++)
            for (var q = columns.First; q < columns.First + columns.Count; q++)
            {
                var target = gradX + window.Pixel(channel, row, column, p, q);
                S.Store(target, S.Add(S.Load(target), share));
            }
    }
}
