using System.Runtime.CompilerServices;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Convolutions.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Conv2d(
        in ConvGeometry geometry, float* x, float* packed, float* bias, ActivationKernel? activation, float* y, float* choice)
    {
        var tile = stackalloc float[Tiling.Floats];
        for (var channel = 0; channel < geometry.Output.Channels;)
        {
            var height = Tiling.Height(geometry.Output.Channels - channel);
            var nest = new LoopNest
            {
                Channels = geometry.Input.Channels,
                Rows = geometry.Window.Kernel.Height,
                Columns = geometry.Window.Kernel.Width,
                ChannelStep = geometry.Input.ChannelStep,
                RowStep = geometry.Window.Dilation.Height * geometry.Input.RowStep,
                ColumnStep = geometry.Window.Dilation.Width * Plane.ColumnStep,
                FactorChannelStep = geometry.KernelArea * height,
                FactorRowStep = geometry.Window.Kernel.Width * height,
                FactorColumnStep = height,
            };
            var factors = packed + ((nint)channel * geometry.FanIn);
            if (geometry.Pools)
                ConvolveAndPool(geometry, nest, x, channel, height, factors, bias, activation, y, choice, tile);
            else
                ConvolveRows(geometry, nest, x, channel, height, factors, bias, activation, y, tile);
            channel += height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConvolveRows(
        in ConvGeometry geometry, in LoopNest nest, float* x, int channel, int height, float* factors, float* bias,
        ActivationKernel? activation, float* y, float* tile)
    {
        nint step = geometry.Window.Stride.Width * Plane.ColumnStep;
        for (var row = 0; row < geometry.OutputHeight; row++)
            for (var column = 0; column < geometry.OutputWidth;)
            {
                var width = Tiling.Width(geometry.OutputWidth - column);
                Products<Weight>(height, width, nest, factors, x + geometry.Start(row, column), step, 2 * step, 3 * step, tile);
                var target = y + geometry.Output.Offset(channel, row, column);
                for (var k = 0; k < height; k++)
                    Finish(
                        activation,
                        bias[channel + k],
                        width * Lanes.Count,
                        tile + (k * Tiling.RowStep),
                        target + ((nint)k * geometry.Output.ChannelStep));
                column += width;
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(ActivationKernel? activation, float bias, int count, float* sums, float* y)
    {
        var b = S.All(bias);
        if (activation is { IsRelu: true })
        {
            for (var i = 0; i < count; i += S.Count)
                S.Store(y + i, Relu(S.Add(S.Load(sums + i), b)));
            return;
        }

        for (var i = 0; i < count; i += S.Count)
            S.Store(y + i, S.Add(S.Load(sums + i), b));
        activation?.Forward(count, y, y);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Conv2dBackwardSums(
        in ConvGeometry geometry,
        float* gradY,
        float* y,
        float* choice,
        ActivationKernel? activation,
        float* gradSum,
        float* gradBias)
    {
        for (var channel = 0; channel < geometry.Output.Channels; channel++)
        {
            var sum = S.Zero;
            for (var row = 0; row < geometry.Output.Height; row++)
            {
                var from = gradY + geometry.Output.Offset(channel, row, 0);
                ActivateBackward(
                    activation, geometry.Output.Width * Lanes.Count, y + geometry.Output.Offset(channel, row, 0), from, from);
                if (geometry.Pools)
                    Unpool(
                        geometry.Output.Width,
                        from,
                        choice + geometry.Choice(channel, row, 0),
                        gradSum + geometry.Gradient.Offset(channel, 2 * row, 0),
                        geometry.Gradient.RowStep,
                        ref sum);
                else
                    sum = S.Add(sum, CopyAndSum(
                        geometry.Output.Width * Lanes.Count, from, gradSum + geometry.Gradient.Offset(channel, row, 0)));
            }

            gradBias[channel] += S.Sum(sum);
        }
    }

    // The sum is taken in the order in which CopyAndSum would go through the two rows: the same bits with and without
    // pooling in the same pass.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unpool(int width, float* gradY, float* choice, float* gradSum, int rowStep, ref V sum)
    {
        V upperSum = S.Zero, lowerSum = S.Zero;
        for (var column = 0; column < 2 * width; column++)
        {
            var (pooled, side) = (column / 2, column % 2);
            V upperCell = S.All(side), lowerCell = S.All(2 + side);
            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
            {
                var at = (pooled * Lanes.Count) + lane;
                V gradient = S.Load(gradY + at), index = S.Load(choice + at);
                V upper = S.Select(S.Equal(index, upperCell), gradient, S.Zero), lower = S.Select(
                    S.Equal(index, lowerCell), gradient, S.Zero);
                var target = gradSum + (column * Lanes.Count) + lane;
                S.Store(target, upper);
                S.Store(target + rowStep, lower);
                (upperSum, lowerSum) = (S.Add(upperSum, upper), S.Add(lowerSum, lower));
            }
        }

        sum = S.Add(S.Add(sum, upperSum), lowerSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V CopyAndSum(int count, float* x, float* y)
    {
        var sum = S.Zero;
        for (var i = 0; i < count; i += S.Count)
        {
            var value = S.Load(x + i);
            S.Store(y + i, value);
            sum = S.Add(sum, value);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void Conv2dBackwardInput(in ConvGeometry geometry, float* gradSum, float* packed, float* gradX)
    {
        if (geometry.Window.Stride == (Size2d)1)
            ConvolveBackDense(geometry, gradSum, packed, gradX);
        else
            ConvolveBackStrided(geometry, gradSum, packed, gradX);
    }

    // gradX[c, i, j] = sum over outputs o and elements p, q of w[o, c, p, q] gradSum[o, i - p d, j - q d]. WindowRange that reach
    // no output from any pixel of the tile are left out; from some, they read the border's zeros.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConvolveBackDense(in ConvGeometry geometry, float* gradSum, float* packed, float* gradX)
    {
        var gradient = geometry.Gradient;
        var tile = stackalloc float[Tiling.Floats];
        for (var channel = 0; channel < geometry.Input.Channels;)
        {
            var height = Tiling.Height(geometry.Input.Channels - channel);
            var factors = packed + ((nint)channel * geometry.Output.Channels * geometry.KernelArea);
            for (var row = 0; row < geometry.Input.Height; row++)
            {
                var rows = WindowRange.Reaching(
                    row + geometry.Window.Padding.Height,
                    1,
                    geometry.OutputHeight,
                    geometry.Window.Kernel.Height,
                    geometry.Window.Dilation.Height);
                for (var column = 0; column < geometry.Input.Width;)
                {
                    var width = Tiling.Width(geometry.Input.Width - column);
                    var columns = WindowRange.Reaching(
                        column + geometry.Window.Padding.Width,
                        width,
                        geometry.OutputWidth,
                        geometry.Window.Kernel.Width,
                        geometry.Window.Dilation.Width);
                    var nest = new LoopNest
                    {
                        Channels = geometry.Output.Channels,
                        Rows = columns.Count == 0 ? 0 : rows.Count,
                        Columns = columns.Count,
                        ChannelStep = gradient.ChannelStep,
                        RowStep = -geometry.Window.Dilation.Height * gradient.RowStep,
                        ColumnStep = -geometry.Window.Dilation.Width * Plane.ColumnStep,
                        FactorChannelStep = geometry.KernelArea * height,
                        FactorRowStep = geometry.Window.Kernel.Width * height,
                        FactorColumnStep = height,
                    };
                    var from = gradSum + gradient.Offset(
                        0,
                        row + geometry.Window.Padding.Height - (rows.First * geometry.Window.Dilation.Height),
                        column + geometry.Window.Padding.Width - (columns.First * geometry.Window.Dilation.Width));
                    Products<Weight>(
                        height, width, nest, factors + (((rows.First * geometry.Window.Kernel.Width) + columns.First) * height),
                        from, Plane.ColumnStep, 2 * Plane.ColumnStep, 3 * Plane.ColumnStep, tile);
                    for (var k = 0; k < height; k++)
                        Copy(
                            width * Lanes.Count,
                            tile + (k * Tiling.RowStep),
                            gradX + geometry.Input.Offset(channel + k, row, column));
                    column += width;
                }
            }

            channel += height;
        }
    }

    // Where windows step over pixels, each gradient is sent to the pixels that it came from.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConvolveBackStrided(in ConvGeometry geometry, float* gradSum, float* packed, float* gradX)
    {
        new Span<float>(gradX, geometry.Input.GroupStep).Clear();
        for (var channel = 0; channel < geometry.Input.Channels;)
        {
            var height = Tiling.Height(geometry.Input.Channels - channel);
            var factors = packed + ((nint)channel * geometry.Output.Channels * geometry.KernelArea);
            for (var output = 0; output < geometry.Output.Channels; output++)
                for (var row = 0; row < geometry.OutputHeight; row++)
                    for (var column = 0; column < geometry.OutputWidth; column++)
                        for (var element = 0; element < geometry.KernelArea; element++)
                        {
                            var from = gradSum + geometry.Gradient.Offset(output, row, column);
                            var target = gradX + geometry.Start(row, column) + geometry.Offset(element)
                                + ((nint)channel * geometry.Input.ChannelStep);
                            for (var k = 0; k < height; k++)
                                AddScaled(
                                    factors[((((nint)output * geometry.KernelArea) + element) * height) + k],
                                    from,
                                    target + ((nint)k * geometry.Input.ChannelStep));
                        }

            channel += height;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Conv2dBackwardWeight(
        in ConvGeometry geometry, int groups, float* x, int xStep, float* gradSum, int gradStep, float* gradWeight)
    {
        var gradient = geometry.Gradient;
        var nest = new LoopNest
        {
            Channels = groups,
            ChannelStep = xStep,
            FactorChannelStep = gradStep,
            Rows = geometry.OutputHeight,
            Columns = geometry.OutputWidth,
            RowStep = geometry.Window.Stride.Height * geometry.Input.RowStep,
            ColumnStep = geometry.Window.Stride.Width * Plane.ColumnStep,
            FactorRowStep = gradient.RowStep,
            FactorColumnStep = Plane.ColumnStep,
            FactorNext = gradient.ChannelStep,
        };
        var tile = stackalloc float[Tiling.Floats];
        for (var term = 0; term < geometry.FanIn;)
        {
            var width = Tiling.Width(geometry.FanIn - term);
            var first = geometry.Offset(term);
            nint second = width > 1 ? geometry.Offset(term + 1) - first : 0;
            nint third = width > 2 ? geometry.Offset(term + 2) - first : 0;
            nint fourth = width > 2 ? geometry.Offset(term + 3) - first : 0;
            for (var channel = 0; channel < geometry.Output.Channels;)
            {
                var height = Tiling.Height(geometry.Output.Channels - channel);
                Products<Gradient>(height, width, nest, gradSum + gradient.Offset(channel, 0, 0),
                    x + geometry.Start(0, 0) + first, second, third, fourth, tile);
                for (var row = 0; row < height; row++)
                    for (var column = 0; column < width; column++)
                        gradWeight[((nint)(channel + row) * geometry.FanIn) + term + column] += SumOfLanes(
                            tile + (row * Tiling.RowStep) + (column * Lanes.Count));
                channel += height;
            }

            term += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfLanes(float* x)
    {
        var sum = S.Load(x);
        for (var lane = S.Count; lane < Lanes.Count; lane += S.Count)
            sum = S.Add(sum, S.Load(x + lane));
        return S.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(float factor, float* x, float* y)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
            S.Store(y + lane, S.MultiplyAdd(S.All(factor), S.Load(x + lane), S.Load(y + lane)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(int count, float* x, float* y)
    {
        for (var i = 0; i < count; i += S.Count)
            S.Store(y + i, S.Load(x + i));
    }
}
