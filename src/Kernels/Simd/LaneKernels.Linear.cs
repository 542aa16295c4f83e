using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Fully connected layers.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Linear(
        int groups, int inputs, int outputs, float* x, float* weight, float* bias, ActivationKernel? activation, float* y)
    {
        var tile = stackalloc float[Tiling.Floats];
        nint xStep = (nint)inputs * Lanes.Count, yStep = (nint)outputs * Lanes.Count;
        var nest = LoopNest.Line(inputs, Lanes.Count, 1) with { FactorNext = inputs };
        for (var output = 0; output < outputs;)
        {
            var height = Tiling.Height(outputs - output);
            for (var group = 0; group < groups;)
            {
                var width = Tiling.Width(groups - group);
                Products<RowWeight>(height, width, nest, weight + ((nint)output * inputs), x + (group * xStep), xStep, 2 * xStep,
                    3 * xStep, tile);
                for (var k = 0; k < height; k++)
                    for (var g = 0; g < width; g++)
                        Finish(
                            activation,
                            bias[output + k],
                            Lanes.Count,
                            tile + (k * Tiling.RowStep) + (g * Lanes.Count),
                            y + ((group + g) * yStep) + ((output + k) * Lanes.Count));
                group += width;
            }

            output += height;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LinearBackwardInput(int groups, int inputs, int outputs, float* gradSum, float* weight, float* gradX)
    {
        var tile = stackalloc float[Tiling.Floats];
        nint xStep = (nint)inputs * Lanes.Count, yStep = (nint)outputs * Lanes.Count;
        var nest = LoopNest.Line(outputs, Lanes.Count, inputs);
        for (var input = 0; input < inputs;)
        {
            var height = Tiling.Height(inputs - input);
            for (var group = 0; group < groups;)
            {
                var width = Tiling.Width(groups - group);
                Products<Weight>(
                    height, width, nest, weight + input, gradSum + (group * yStep), yStep, 2 * yStep, 3 * yStep, tile);
                for (var k = 0; k < height; k++)
                    for (var g = 0; g < width; g++)
                        Copy(
                            Lanes.Count,
                            tile + (k * Tiling.RowStep) + (g * Lanes.Count),
                            gradX + ((group + g) * xStep) + ((input + k) * Lanes.Count));
                group += width;
            }

            input += height;
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LinearBackwardWeight(
        ShareSums sums, in Panel panel, int rows, float* x, float* gradSum, int step, float* gradWeight, int inputs)
    {
        var (last, isWhole) = (sums.Roots.Count - 1, panel.Count == panel.Step);
        if (last < 0)
            return;
        // Sums that wait, then a tile; in whole cache lines, as what lies across two takes twice as long.
        var memory = stackalloc float[((sums.Depth + 1) * Tiling.Floats) + Lanes.Count];
        var waiting = memory + (Lanes.Count - (nint)((nuint)memory / sizeof(float) % Lanes.Count));
        var tile = waiting + (sums.Depth * Tiling.Floats);
        for (var row = 0; row < rows;)
        {
            var height = Tiling.Height(rows - row);
            var target = gradWeight + ((nint)row * inputs);
            var end = target + (last * sums.RootStep);
            SharedProducts(
                height, panel.Width, sums, gradSum + row, step, x, panel.Step, waiting, isWhole ? end : tile,
                isWhole ? inputs : Tiling.RowStep);
            for (var root = 0; root < last; root++)
                CopyRows(height, panel.Count, waiting + (root * Tiling.Floats), target + (root * sums.RootStep), inputs);
            if (!isWhole)
                CopyRows(height, panel.Count, tile, end, inputs);
            row += height;
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumSamples(ShareSums sums, int features, float* rows, int step, float* result)
    {
        var waiting = stackalloc float[(sums.Depth + 1) * Lanes.Count];
        for (var feature = 0; feature < features; feature += S.Count)
        {
            // Features behind the last whole register are summed one by one.
            var (width, count) = (Math.Min(S.Count, features - feature), 0);
            var sample = rows + feature;
            for (var share = 0; share < sums.Shares; share++)
            {
                var end = sample + ((nint)sums.GroupsOf(share) * Lanes.Count * step);
                if (width == S.Count)
                    SumShare(sample, end, step, waiting + (count * Lanes.Count));
                else
                    SumShare(width, sample, end, step, waiting + (count * Lanes.Count));
                sample = end;
                for (var k = 0; k < sums.Additions[share]; k++, count--)
                    for (var lane = 0; lane < width; lane++)
                        waiting[((count - 1) * Lanes.Count) + lane] += waiting[(count * Lanes.Count) + lane];
                count++;
            }

            for (var root = 0; root < sums.Roots.Count; root++)
                new ReadOnlySpan<float>(waiting + (root * Lanes.Count), width)
                    .CopyTo(new Span<float>(result + (root * sums.RootStep) + feature, width));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ToSamples(int features, float* x, float* rows, int step, int width)
    {
        Transposition.Run(features, Lanes.Count, x, Lanes.Count, rows, step);
        for (var lane = 0; lane < Lanes.Count; lane++)
            new Span<float>(rows + ((nint)lane * step) + features, width - features).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumShare(float* sample, float* end, int step, float* result)
    {
        var sum = S.Zero;
        for (; sample < end; sample += step)
            sum = S.Add(sum, S.Load(sample));
        S.Store(result, sum);
    }

    private static void SumShare(int features, float* sample, float* end, int step, float* result)
    {
        for (var feature = 0; feature < features; feature++)
        {
            var sum = 0f;
            for (var each = sample + feature; each < end; each += step)
                sum += *each;
            result[feature] = sum;
        }
    }

    private static void CopyRows(int rows, int count, float* tile, float* target, int step)
    {
        for (var row = 0; row < rows; row++)
            new ReadOnlySpan<float>(tile + (row * Tiling.RowStep), count)
                .CopyTo(new Span<float>(target + ((nint)row * step), count));
    }
}
