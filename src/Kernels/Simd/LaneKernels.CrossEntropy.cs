using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>The cross-entropy loss, and targets with smoothing.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>
    /// Cross-entropy of one group with its gradient: loss = -sum over c of t[c] log softmax(x)[c], gradX = (softmax(x) - t)
    /// scale, where t[c] = (1 - s) [c = label] + s / classes.
    /// </summary>
    /// <param name="classes">How many.</param>
    /// <param name="x">Scores [class, lane].</param>
    /// <param name="labels">The right class of each lane as float; -1 in a lane that counts for nothing.</param>
    /// <param name="smoothing">s.</param>
    /// <param name="rubbish">
    /// The score of one more class that is never right (LeCun et al. 1998, equation 9), or minus infinity for none.
    /// </param>
    /// <param name="scale">One over the number of samples.</param>
    /// <param name="loss">Gets the loss of each lane.</param>
    /// <param name="gradX">Gets [class, lane].</param>
    public abstract void CrossEntropy(
        int classes, float* x, float* labels, double smoothing, float rubbish, float scale, float* loss, float* gradX);
}

/// <content>The cross-entropy loss, and targets with smoothing.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CrossEntropy(
        int classes, float* x, float* labels, double smoothing, float rubbish, float scale, float* loss, float* gradX)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var label = S.Load(labels + lane);
            var counts = S.Greater(label, S.All(-0.5f));
            var largest = S.All(rubbish);
            for (var c = 0; c < classes; c++)
                largest = Larger(S.Load(x + (c * Lanes.Count) + lane), largest);

            var sum = S.Exp(S.Subtract(S.All(rubbish), largest));
            for (var c = 0; c < classes; c++)
            {
                var power = S.Exp(S.Subtract(S.Load(x + (c * Lanes.Count) + lane), largest));
                S.Store(gradX + (c * Lanes.Count) + lane, power);
                sum = S.Add(sum, power);
            }

            V logarithm = S.Log(sum), total = S.Zero;
            for (var c = 0; c < classes; c++)
            {
                var at = (c * Lanes.Count) + lane;
                var target = Target(label, c, classes, smoothing);
                var logit = S.Subtract(S.Subtract(S.Load(x + at), largest), logarithm);
                total = S.Subtract(total, S.Multiply(target, logit));
                var gradient = S.Multiply(S.Subtract(S.Divide(S.Load(gradX + at), sum), target), S.All(scale));
                S.Store(gradX + at, S.Select(counts, gradient, S.Zero));
            }

            S.Store(loss + lane, S.Select(counts, total, S.Zero));
        }
    }

    private static V Target(V label, int c, int classes, double smoothing) =>
        Smooth(S.Select(S.Equal(label, S.All(c)), S.All(1), S.Zero), classes, smoothing);

    private static V Smooth(V share, int classes, double smoothing) =>
        smoothing == 0 ? share : S.MultiplyAdd(S.All((float)(1 - smoothing)), share, S.All((float)(smoothing / classes)));
}
