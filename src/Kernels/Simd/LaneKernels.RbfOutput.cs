using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <content>Squared distances to prototypes.</content>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>y[c] = -sum over j of (x[j] - w[c, j])^2.</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="classes">Prototypes.</param>
    /// <param name="x">[input, lane].</param>
    /// <param name="w">[class, input].</param>
    /// <param name="y">Gets [class, lane].</param>
    public abstract void RbfOutput(int inputs, int classes, float* x, float* w, float* y);

    /// <summary>gradX[j] = -2 sum over c of (x[j] - w[c, j]) gradY[c].</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="classes">Prototypes.</param>
    /// <param name="x">[input, lane].</param>
    /// <param name="w">[class, input].</param>
    /// <param name="gradY">[class, lane].</param>
    /// <param name="gradX">Gets [input, lane].</param>
    public abstract void RbfOutputBackward(int inputs, int classes, float* x, float* w, float* gradY, float* gradX);
}

/// <content>Squared distances to prototypes.</content>
internal sealed unsafe partial class LaneKernels<S, V>
{
    /// <inheritdoc/>
    public override void RbfOutput(int inputs, int classes, float* x, float* w, float* y)
    {
        for (var c = 0; c < classes; c++)
            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
            {
                var sum = S.Zero;
                for (var j = 0; j < inputs; j++)
                {
                    var difference = S.Subtract(S.Load(x + (j * Lanes.Count) + lane), S.All(w[((nint)c * inputs) + j]));
                    sum = S.MultiplyAdd(difference, difference, sum);
                }

                S.Store(y + (c * Lanes.Count) + lane, S.Negate(sum));
            }
    }

    /// <inheritdoc/>
    public override void RbfOutputBackward(int inputs, int classes, float* x, float* w, float* gradY, float* gradX)
    {
        for (var j = 0; j < inputs; j++)
            for (var lane = 0; lane < Lanes.Count; lane += S.Count)
            {
                V sum = S.Zero, value = S.Load(x + (j * Lanes.Count) + lane);
                for (var c = 0; c < classes; c++)
                {
                    var difference = S.Subtract(value, S.All(w[((nint)c * inputs) + j]));
                    sum = S.MultiplyAdd(S.Multiply(S.All(-2), difference), S.Load(gradY + (c * Lanes.Count) + lane), sum);
                }

                S.Store(gradX + (j * Lanes.Count) + lane, sum);
            }
    }
}
