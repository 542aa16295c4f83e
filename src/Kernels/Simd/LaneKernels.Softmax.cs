using System.Runtime.CompilerServices;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Softmax and its logarithm.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>Softmax over the features, or its logarithm.</summary>
    /// <param name="classes">How many features.</param>
    /// <param name="logarithm">Whether the logarithm is wanted.</param>
    /// <param name="x">Scores [class, lane].</param>
    /// <param name="y">Gets [class, lane].</param>
    public abstract void Softmax(int classes, bool logarithm, float* x, float* y);

    /// <summary>The gradient of <see cref="Softmax"/>, from its results.</summary>
    /// <param name="classes">How many features.</param>
    /// <param name="logarithm">Whether the results are logarithms.</param>
    /// <param name="y">The results.</param>
    /// <param name="gradY">Their gradient.</param>
    /// <param name="gradX">Gets the gradient of the scores.</param>
    public abstract void SoftmaxBackward(int classes, bool logarithm, float* y, float* gradY, float* gradX);
}

/// <content>Softmax and its logarithm.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Softmax(int classes, bool logarithm, float* x, float* y)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var largest = S.All(float.NegativeInfinity);
            for (var c = 0; c < classes; c++)
                largest = Larger(S.Load(x + (c * Lanes.Count) + lane), largest);
            var sum = S.Zero;
            for (var c = 0; c < classes; c++)
            {
                var difference = S.Subtract(S.Load(x + (c * Lanes.Count) + lane), largest);
                var power = S.Exp(difference);
                S.Store(y + (c * Lanes.Count) + lane, logarithm ? difference : power);
                sum = S.Add(sum, power);
            }

            var log = S.Log(sum);
            for (var c = 0; c < classes; c++)
            {
                var value = S.Load(y + (c * Lanes.Count) + lane);
                S.Store(y + (c * Lanes.Count) + lane, logarithm ? S.Subtract(value, log) : S.Divide(value, sum));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SoftmaxBackward(int classes, bool logarithm, float* y, float* gradY, float* gradX)
    {
        for (var lane = 0; lane < Lanes.Count; lane += S.Count)
        {
            var sum = S.Zero;
            for (var c = 0; c < classes; c++)
            {
                var gradient = S.Load(gradY + (c * Lanes.Count) + lane);
                sum = logarithm ? S.Add(sum, gradient) : S.MultiplyAdd(gradient, S.Load(y + (c * Lanes.Count) + lane), sum);
            }

            for (var c = 0; c < classes; c++)
            {
                var value = S.Load(y + (c * Lanes.Count) + lane);
                var gradient = S.Load(gradY + (c * Lanes.Count) + lane);
                S.Store(
                    gradX + (c * Lanes.Count) + lane,
                    logarithm
                        ? S.Subtract(gradient, S.Multiply(S.Exp(value), sum))
                        : S.Multiply(value, S.Subtract(gradient, sum)));
            }
        }
    }
}
