using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Graphs.Operators;

/// <summary>
/// The arithmetic behind the operators, as one engine does it. What an operator's attributes mean is settled before.
/// </summary>
/// <typeparam name="TValue">The engine's arrays.</typeparam>
public interface IOperators<TValue>
    where TValue : class
{
    /// <summary>Takes an array over.</summary>
    TValue Load(NamedArray array);

    /// <summary>What the elements are.</summary>
    ElementType TypeOf(TValue x);

    /// <summary>Size along each axis.</summary>
    int[] SizesOf(TValue x);

    /// <summary>The elements.</summary>
    ComputedArray Read(TValue x);

    /// <summary>The same elements with other axes.</summary>
    TValue Reshape(TValue x, int[] sizes);

    /// <summary>A convolution over any number of axes: x [N, C, ...], w [O, C / groups, ...], b [O].</summary>
    TValue Convolve(TValue x, TValue w, TValue? b, ConvolutionSettings settings);

    /// <summary>The mean of each window.</summary>
    TValue AveragePool(TValue x, PoolSettings settings);

    /// <summary>The maximum of each window and its place among all elements of x, an Int64.</summary>
    (TValue Maxima, TValue Places) MaxPool(TValue x, PoolSettings settings);

    /// <summary>The mean of each channel [N, C, 1, ...].</summary>
    TValue GlobalAveragePool(TValue x);

    /// <summary>alpha A' B' + beta C, A' and B' being A and B or their transposes.</summary>
    TValue Gemm(TValue a, TValue b, TValue? c, GemmSettings settings);

    /// <summary>The matrix product of the last two axes, the axes before them broadcast.</summary>
    TValue MatMul(TValue a, TValue b);

    /// <summary>The sum, both sides broadcast.</summary>
    TValue Add(TValue a, TValue b);

    /// <summary>The difference, both sides broadcast.</summary>
    TValue Subtract(TValue a, TValue b);

    /// <summary>The product element by element, both sides broadcast.</summary>
    TValue Multiply(TValue a, TValue b);

    /// <summary>The quotient element by element, both sides broadcast; floating-point numbers.</summary>
    TValue Divide(TValue a, TValue b);

    /// <summary>-x.</summary>
    TValue Negate(TValue x);

    /// <summary>Whether a is larger than b, both sides broadcast: truth values.</summary>
    TValue Greater(TValue a, TValue b, bool orEqual);

    /// <summary>
    /// The same numbers as another type holds them: rounded to the nearest, cut to a whole number, or whether they are not 0.
    /// </summary>
    TValue Cast(TValue x, ElementType type);

    /// <summary>The sum along axes, which stay with the size 1.</summary>
    TValue Sum(TValue x, int[] axes);

    /// <summary>The mean along axes, which stay with the size 1.</summary>
    TValue Mean(TValue x, int[] axes);

    /// <summary>The axes in another order: axis i of the result is axis order[i] of x.</summary>
    TValue Transpose(TValue x, int[] order);

    /// <summary>Repeats along axes of size 1, and along axes before the first.</summary>
    TValue Expand(TValue x, int[] sizes);

    /// <summary>One array behind the other along an axis.</summary>
    TValue Concat(IReadOnlyList<TValue> parts, int axis);

    /// <summary>A border of one number, 0 where none is given, before and behind each axis.</summary>
    TValue Pad(TValue x, int[] before, int[] after, TValue? value);

    /// <summary>The entries of an axis that the indices name, in their order.</summary>
    TValue Gather(TValue x, int axis, int[] indices);

    /// <summary>Replaces rows of x, seen as [product of the first axes, the others], by those of the updates.</summary>
    TValue Scatter(TValue x, int axes, int[] rows, TValue updates);

    /// <summary>A function of single elements.</summary>
    TValue Apply(TValue x, Activation function);

    /// <summary>The error function.</summary>
    TValue Erf(TValue x);

    /// <summary>(x - mean) / sqrt(variance + eps) times scale, plus bias, each of these [C] for x [N, C, ...].</summary>
    TValue Normalize(TValue x, TValue scale, TValue bias, TValue mean, TValue variance, double eps);

    /// <summary>Probabilities along an axis.</summary>
    TValue Softmax(TValue x, int axis);

    /// <summary>Their logarithms.</summary>
    TValue LogSoftmax(TValue x, int axis);

    /// <summary>The logarithms of the softmax along axis 1, as a loss uses them.</summary>
    TValue LogProbabilities(TValue x);

    /// <summary>The loss of logarithms [N, C, ...] against classes [N, ...], with weights [C].</summary>
    TValue NegativeLogLikelihood(TValue x, TValue target, TValue? weights, LossSettings settings);

    /// <summary>One step with momentum: the new x and the new v.</summary>
    (TValue X, TValue V) Momentum(TValue rate, TValue x, TValue gradient, TValue v, MomentumSettings settings);

    /// <summary>One step of Adam: the new x, v and h.</summary>
    (TValue X, TValue V, TValue H) Adam(TValue rate, TValue x, TValue gradient, TValue v, TValue h, AdamSettings settings);
}
