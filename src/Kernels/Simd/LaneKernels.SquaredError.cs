using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>The squared error.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>
    /// Squared error of one group with its gradient: loss = mean over c of (x[c] - t[c])^2, gradX = 2 (x - t) scale, where t
    /// is (1 - s) one-hot + s / classes, or with a single output (1 - s) label + s / 2.
    /// </summary>
    /// <param name="outputs">How many.</param>
    /// <param name="x">Outputs [output, lane].</param>
    /// <param name="labels">The right class of each lane as float; -1 in a lane that counts for nothing.</param>
    /// <param name="smoothing">s.</param>
    /// <param name="scale">One over the number of samples times outputs.</param>
    /// <param name="loss">Gets the loss of each lane.</param>
    /// <param name="gradX">Gets [output, lane].</param>
    public abstract void SquaredError(
        int outputs, float* x, float* labels, double smoothing, float scale, float* loss, float* gradX);
}

/// <content>The squared error.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SquaredError(
        int outputs, float* x, float* labels, double smoothing, float scale, float* loss, float* gradX)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var label = S.Load(labels + lane);
            var counts = S.Greater(label, S.All(-0.5f));
            var total = S.Zero;
            for (var c = 0; c < outputs; c++)
            {
                var at = (c * Lanes.Count) + lane;
                var target = outputs == 1 ? Smooth(label, 2, smoothing) : Target(label, c, outputs, smoothing);
                var difference = S.Subtract(S.Load(x + at), target);
                total = S.MultiplyAdd(difference, difference, total);
                S.Store(gradX + at, S.Select(counts, S.Multiply(S.Add(difference, difference), S.All(scale)), S.Zero));
            }

            S.Store(loss + lane, S.Select(counts, S.Divide(total, S.All(outputs)), S.Zero));
        }
    }
}
