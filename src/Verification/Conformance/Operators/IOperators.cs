using TorchBasics.Core;

namespace TorchBasics.Verification.Conformance.Operators;

/// <summary>The arithmetic behind the operators, as one engine does it. What an operator's attributes mean is settled before.</summary>
/// <typeparam name="TValue">The engine's arrays.</typeparam>
internal interface IOperators<TValue>
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

    /// <summary>max(0, x).</summary>
    TValue Relu(TValue x);

    /// <summary>The hyperbolic tangent.</summary>
    TValue Tanh(TValue x);

    /// <summary>1 / (1 + e^-x).</summary>
    TValue Sigmoid(TValue x);

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
