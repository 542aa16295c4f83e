using TorchBasics.Core;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Conformance.Operators;

namespace TorchBasics.Verification.Conformance.Engines;

/// <summary>
/// The reference as an engine: values in double, each with the bound on the error of a computation in the model's type.
/// Integers are exact and wrap around.
/// </summary>
internal sealed class ReferenceOperators : IOperators<ReferenceValue>
{
    private readonly Dictionary<ElementType, ReferenceMath> _math = new()
    {
        [ElementType.Float64] = Real<Binary64>(ElementType.Float64),
        [ElementType.Float32] = Real<Binary32>(ElementType.Float32),
        [ElementType.Float16] = Real<Binary16>(ElementType.Float16),
        [ElementType.BFloat16] = Real<BrainFloat16>(ElementType.BFloat16),
    };

    public ReferenceOperators()
    {
        foreach (var type in Enum.GetValues<ElementType>())
            _math.TryAdd(type, Integer(type));
    }

    public ReferenceValue Load(NamedArray array) => _math[array.Type].Load(ComputedArray.Of(array));

    public ElementType TypeOf(ReferenceValue x) => x.Type;

    public int[] SizesOf(ReferenceValue x) => x.Sizes;

    public ComputedArray Read(ReferenceValue x) => _math[x.Type].Read(x);

    public ReferenceValue Reshape(ReferenceValue x, int[] sizes) => _math[x.Type].Reshape(x, sizes);

    public ReferenceValue Convolve(ReferenceValue x, ReferenceValue w, ReferenceValue? b, ConvolutionSettings settings) => _math[x.Type].Convolve(x, w, b, settings);

    public ReferenceValue AveragePool(ReferenceValue x, PoolSettings settings) => _math[x.Type].AveragePool(x, settings);

    public (ReferenceValue Maxima, ReferenceValue Places) MaxPool(ReferenceValue x, PoolSettings settings)
    {
        var (maxima, places) = _math[x.Type].MaxPool(x, settings);
        return (maxima, Load(NamedArray.Of<long>("", [.. maxima.Sizes.Select(size => (long)size)], [.. places.Select(place => (long)place)])));
    }

    public ReferenceValue GlobalAveragePool(ReferenceValue x) => _math[x.Type].GlobalAveragePool(x);

    public ReferenceValue Gemm(ReferenceValue a, ReferenceValue b, ReferenceValue? c, GemmSettings settings) => _math[a.Type].Gemm(a, b, c, settings);

    public ReferenceValue MatMul(ReferenceValue a, ReferenceValue b) => _math[a.Type].MatMul(a, b);

    public ReferenceValue Add(ReferenceValue a, ReferenceValue b) => _math[a.Type].Add(a, b);

    public ReferenceValue Relu(ReferenceValue x) => _math[x.Type].Relu(x);

    public ReferenceValue Tanh(ReferenceValue x) => _math[x.Type].Tanh(x);

    public ReferenceValue Sigmoid(ReferenceValue x) => _math[x.Type].Sigmoid(x);

    public ReferenceValue Softmax(ReferenceValue x, int axis) => _math[x.Type].Softmax(x, axis);

    public ReferenceValue LogSoftmax(ReferenceValue x, int axis) => _math[x.Type].LogSoftmax(x, axis);

    public ReferenceValue LogProbabilities(ReferenceValue x) => _math[x.Type].LogProbabilities(x);

    public ReferenceValue NegativeLogLikelihood(ReferenceValue x, ReferenceValue target, ReferenceValue? weights, LossSettings settings) =>
        _math[x.Type].NegativeLogLikelihood(x, Read(target).Wholes, weights, settings);

    public (ReferenceValue X, ReferenceValue V) Momentum(ReferenceValue rate, ReferenceValue x, ReferenceValue gradient, ReferenceValue v, MomentumSettings settings) =>
        _math[x.Type].Momentum(Read(rate).Reals[0], x, gradient, v, settings);

    public (ReferenceValue X, ReferenceValue V, ReferenceValue H) Adam(
        ReferenceValue rate, ReferenceValue x, ReferenceValue gradient, ReferenceValue v, ReferenceValue h, AdamSettings settings) =>
        _math[x.Type].Adam(Read(rate).Reals[0], x, gradient, v, h, settings);

    private static ReferenceMath<Rounded<TPrecision>> Real<TPrecision>(ElementType type)
        where TPrecision : IPrecision => new(
            type,
            array => Array.ConvertAll(array.Reals, Rounded<TPrecision>.Exactly),
            tensor => new ComputedArray(type, tensor.Sizes.ToArray(), tensor.ToDoubles(), [], [.. tensor.Elements.ToArray().Select(element => element.Error)]),
            (value, other) => Rounded<TPrecision>.Within(value.Value, Math.Max(value.Error, other.Error)));

    private static ReferenceMath<Whole> Integer(ElementType type) => new(
        type,
        array => Array.ConvertAll(array.Wholes, number => new Whole(number)),
        tensor => new ComputedArray(type, tensor.Sizes.ToArray(), [], [.. tensor.Elements.ToArray().Select(element => ComputedArray.Wrap(type, element.Number))], []),
        (value, _) => value);
}
