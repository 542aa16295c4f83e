using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Convolutions with 2x2 maximum pooling behind them, in one pass.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    // A tile is one pooling window: where the activation allows, its four results never leave the registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ConvolveAndPool(
        in ConvGeometry geometry, in LoopNest nest, float* x, int channel, int height, float* factors, float* bias,
        ActivationKernel? activation, float* y, float* choice, float* tile)
    {
        nint right = geometry.Window.Stride.Width * Plane.ColumnStep;
        nint down = geometry.Window.Stride.Height * geometry.Input.RowStep;
        var pooled = geometry.Output;
        for (var row = 0; row < pooled.Height; row++)
            for (var column = 0; column < pooled.Width; column++)
            {
                var from = x + geometry.Start(2 * row, 2 * column);
                var end = new PoolEnd<False>
                {
                    Bias = bias + channel,
                    Y = y + pooled.Offset(channel, row, column),
                    Step = pooled.ChannelStep,
                    Choice = choice is null ? null : choice + geometry.Choice(channel, row, column),
                    ChoiceStep = pooled.Pixels * Lanes.Count,
                };
                switch (activation)
                {
                    case null:
                        Products<Weight, PoolEnd<False>>(
                            height, Tiling.MaxWidth, nest, factors, from, right, down, down + right, end);
                        break;
                    case { IsRelu: true }:
                        Products<Weight, PoolEnd<True>>(
                            height, Tiling.MaxWidth, nest, factors, from, right, down, down + right, end.Rectified);
                        break;
                    default:
                        Products<Weight>(height, Tiling.MaxWidth, nest, factors, from, right, down, down + right, tile);
                        PoolTile(height, activation, end, tile);
                        break;
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PoolTile(int height, ActivationKernel activation, PoolEnd<False> end, float* tile)
    {
        for (var row = 0; row < height; row++)
            Finish(activation, end.Bias[row], Tiling.RowStep, tile + (row * Tiling.RowStep), tile + (row * Tiling.RowStep));
        var zeros = stackalloc float[Tiling.MaxHeight];
        new Span<float>(zeros, Tiling.MaxHeight).Clear();
        end.Bias = zeros;
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            for (var row = 0; row < height; row++)
            {
                var values = tile + (row * Tiling.RowStep) + lane;
                end.Take<Four>(
                    row,
                    S.Load(values),
                    S.Load(values + Lanes.Count),
                    S.Load(values + (2 * Lanes.Count)),
                    S.Load(values + (3 * Lanes.Count)));
            }

            end.Advance(S.Count);
        }
    }

    /// <summary>The four sums of a row are one pooling window: only the largest, and which it was, are stored.</summary>
    /// <typeparam name="Rectifies">Whether a ReLU follows the sums.</typeparam>
    private struct PoolEnd<Rectifies> : ITileEnd
        where Rectifies : struct, IFlag
    {
        /// <summary>One for each row.</summary>
        public float* Bias;

        /// <summary>Gets the result of the first row.</summary>
        public float* Y;

        /// <summary>From one row's result to the next.</summary>
        public nint Step;

        /// <summary>Gets which one the first row chose; null where nobody asks.</summary>
        public float* Choice;

        /// <summary>From one row's choice to the next.</summary>
        public nint ChoiceStep;

        /// <summary>The same with a ReLU.</summary>
        public readonly PoolEnd<True> Rectified =>
            new() { Bias = Bias, Y = Y, Step = Step, Choice = Choice, ChoiceStep = ChoiceStep };

        /// <inheritdoc/>
        public void Advance(int lanes)
        {
            Y += lanes;
            Choice += Choice is null ? 0 : lanes;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Take<W>(int row, V s0, V s1, V s2, V s3)
            where W : struct, ICount
        {
            var bias = S.All(Bias[row]);
            (s0, s1, s2, s3) = (S.Add(s0, bias), S.Add(s1, bias), S.Add(s2, bias), S.Add(s3, bias));

            // A sum that is a number comes of numbers alone: then the maximum of the machine finds the largest. Below zero
            // it does not matter which one was chosen, for no gradient comes back through it.
            var largest = S.AreNumbers(S.Add(S.Add(s0, s1), S.Add(s2, s3)))
                ? S.Larger(s3, S.Larger(s2, S.Larger(s1, s0)))
                : Larger(s3, Larger(s2, Larger(s1, s0)));
            S.Store(Y + (row * Step), Rectifies.Value ? Relu(largest) : largest);
            if (Choice is null)
                return;
            var index = S.Select(S.Equal(s2, largest), S.All(2), S.All(3));
            index = S.Select(S.Equal(s1, largest), S.All(1), index);
            S.Store(Choice + (row * ChoiceStep), S.Select(S.Equal(s0, largest), S.Zero, index));
        }
    }
}
