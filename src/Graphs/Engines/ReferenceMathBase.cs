using TorchBasics.Core.Layers;
using TorchBasics.Graphs.Operators;

namespace TorchBasics.Graphs.Engines;

/// <summary>The operators over some kind of number; see <see cref="IOperators{TValue}"/> for each of them.</summary>
internal abstract class ReferenceMath
{
    public abstract ReferenceValue Load(ComputedArray array);

    public abstract ComputedArray Read(ReferenceValue x);

    public abstract ReferenceValue Reshape(ReferenceValue x, int[] sizes);

    public abstract ReferenceValue Convolve(ReferenceValue x, ReferenceValue w, ReferenceValue? b, ConvolutionSettings settings);

    public abstract ReferenceValue AveragePool(ReferenceValue x, PoolSettings settings);

    public abstract (ReferenceValue Maxima, int[] Places) MaxPool(ReferenceValue x, PoolSettings settings);

    public abstract ReferenceValue GlobalAveragePool(ReferenceValue x);

    public abstract ReferenceValue Gemm(ReferenceValue a, ReferenceValue b, ReferenceValue? c, GemmSettings settings);

    public abstract ReferenceValue MatMul(ReferenceValue a, ReferenceValue b);

    public abstract ReferenceValue Add(ReferenceValue a, ReferenceValue b);

    public abstract ReferenceValue Subtract(ReferenceValue a, ReferenceValue b);

    public abstract ReferenceValue Multiply(ReferenceValue a, ReferenceValue b);

    public abstract ReferenceValue Divide(ReferenceValue a, ReferenceValue b);

    public abstract ReferenceValue Negate(ReferenceValue x);

    public abstract ReferenceValue Sum(ReferenceValue x, int[] axes);

    public abstract ReferenceValue Mean(ReferenceValue x, int[] axes);

    public abstract ReferenceValue Transpose(ReferenceValue x, int[] order);

    public abstract ReferenceValue Expand(ReferenceValue x, int[] sizes);

    public abstract ReferenceValue Concat(IReadOnlyList<ReferenceValue> parts, int axis);

    public abstract ReferenceValue Pad(ReferenceValue x, int[] before, int[] after, ReferenceValue? value);

    public abstract ReferenceValue Gather(ReferenceValue x, int axis, int[] indices);

    public abstract ReferenceValue Scatter(ReferenceValue x, int axes, int[] rows, ReferenceValue updates);

    public abstract ReferenceValue Apply(ReferenceValue x, Activation function);

    public abstract ReferenceValue Erf(ReferenceValue x);

    public abstract ReferenceValue Normalize(
        ReferenceValue x, ReferenceValue scale, ReferenceValue bias, ReferenceValue mean, ReferenceValue variance, double eps);

    public abstract ReferenceValue Softmax(ReferenceValue x, int axis);

    public abstract ReferenceValue LogSoftmax(ReferenceValue x, int axis);

    public abstract ReferenceValue LogProbabilities(ReferenceValue x);

    public abstract ReferenceValue NegativeLogLikelihood(
        ReferenceValue x, long[] labels, ReferenceValue? weights, LossSettings settings);

    public abstract (ReferenceValue X, ReferenceValue V) Momentum(
        double rate, ReferenceValue x, ReferenceValue gradient, ReferenceValue v, MomentumSettings settings);

    public abstract (ReferenceValue X, ReferenceValue V, ReferenceValue H) Adam(
        double rate, ReferenceValue x, ReferenceValue gradient, ReferenceValue v, ReferenceValue h, AdamSettings settings);
}
