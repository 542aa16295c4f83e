using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Activations;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LinearBackwardWeight(
        int samples, in Panel panel, int rows, float* x, float* gradSum, int step, float* gradWeight, int inputs)
    {
        var tile = stackalloc float[Tiling.Floats];
        var nest = LoopNest.Line(samples, panel.Step, step);
        for (var row = 0; row < rows;)
        {
            var height = Tiling.Height(rows - row);
            var target = gradWeight + ((nint)row * inputs);
            var isWhole = panel.Count == panel.Step;
            Products<Weight>(
                height, panel.Width, nest, gradSum + row, x, Lanes.Count, 2 * Lanes.Count, 3 * Lanes.Count,
                isWhole ? target : tile, isWhole ? inputs : Tiling.RowStep);
            for (var k = 0; k < height && !isWhole; k++)
                new ReadOnlySpan<float>(tile + (k * Tiling.RowStep), panel.Count)
                    .CopyTo(new Span<float>(target + ((nint)k * inputs), panel.Count));
            row += height;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumSamples(int samples, int features, float* rows, int step, float* sums)
    {
        var feature = 0;
        for (; feature <= features - S.Count; feature += S.Count)
        {
            var sum = S.Zero;
            for (var sample = 0; sample < samples; sample++)
                sum = S.Add(sum, S.Load(rows + ((nint)sample * step) + feature));
            S.Store(sums + feature, sum);
        }

        for (; feature < features; feature++)
        {
            var sum = 0f;
            for (var sample = 0; sample < samples; sample++)
                sum += rows[((nint)sample * step) + feature];
            sums[feature] = sum;
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
}
