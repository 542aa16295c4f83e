using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Graphs.Arrays;
using TorchBasics.Graphs.Elements;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Engines;

/// <summary>
/// The reference as an engine: values in double, each with the bound on the error of a computation in the model's type.
/// Integers are exact and wrap around.
/// </summary>
internal sealed class ReferenceOperators : IOperators<ReferenceValue>
{
    private readonly bool _widens;
    private readonly double _sigmoidError;

    private readonly Dictionary<ElementType, ReferenceMath> _math = new()
    {
        [ElementType.Float64] = Math(new RealForm<Binary64>(ElementType.Float64)),
        [ElementType.Float32] = Math(new RealForm<Binary32>(ElementType.Float32)),
        [ElementType.Float16] = Math(new RealForm<Binary16>(ElementType.Float16)),
        [ElementType.BFloat16] = Math(new RealForm<BrainFloat16>(ElementType.BFloat16)),
        [ElementType.Boolean] = Math(new TruthForm()),
    };

    /// <summary>Prepares the numbers of all types.</summary>
    /// <param name="widens">Whether Float64 stands wherever the model says Float32.</param>
    /// <param name="sigmoidError">How far a sigmoid may be off beyond what follows from its formula.</param>
    public ReferenceOperators(bool widens = false, double sigmoidError = 0)
    {
        (_widens, _sigmoidError) = (widens, sigmoidError);
        foreach (var type in Enum.GetValues<ElementType>())
            _math.TryAdd(type, Math(new WholeForm(type)));
    }

    public ReferenceValue Load(NamedArray array) => Cast(ComputedArray.Of(array), array.Type);

    public ReferenceValue Cast(ReferenceValue x, ElementType type) => Cast(Read(x), type);

    public ReferenceValue Greater(ReferenceValue a, ReferenceValue b, bool orEqual)
    {
        var sizes = TensorAxes.BroadcastSizes(a.Sizes, b.Sizes);
        return Cast(TruthForm.Greater(Read(Expand(a, sizes)), Read(Expand(b, sizes)), orEqual), ElementType.Boolean);
    }

    public ElementType TypeOf(ReferenceValue x) => x.Type;

    public int[] SizesOf(ReferenceValue x) => x.Sizes;

    public ComputedArray Read(ReferenceValue x) => _math[x.Type].Read(x);

    public ReferenceValue Reshape(ReferenceValue x, int[] sizes) => _math[x.Type].Reshape(x, sizes);

    public ReferenceValue Convolve(ReferenceValue x, ReferenceValue w, ReferenceValue? b, ConvolutionSettings settings) =>
        _math[x.Type].Convolve(x, w, b, settings);

    public ReferenceValue AveragePool(ReferenceValue x, PoolSettings settings) => _math[x.Type].AveragePool(x, settings);

    public (ReferenceValue Maxima, ReferenceValue Places) MaxPool(ReferenceValue x, PoolSettings settings)
    {
        var (maxima, places) = _math[x.Type].MaxPool(x, settings);
        return (maxima, Load(
            NamedArray.Of<long>("", [.. maxima.Sizes.Select(size => (long)size)], [.. places.Select(place => (long)place)])));
    }

    public ReferenceValue GlobalAveragePool(ReferenceValue x) => _math[x.Type].GlobalAveragePool(x);

    public ReferenceValue Gemm(ReferenceValue a, ReferenceValue b, ReferenceValue? c, GemmSettings settings) =>
        _math[a.Type].Gemm(a, b, c, settings);

    public ReferenceValue MatMul(ReferenceValue a, ReferenceValue b) => _math[a.Type].MatMul(a, b);

    public ReferenceValue Add(ReferenceValue a, ReferenceValue b) => _math[a.Type].Add(a, b);

    public ReferenceValue Subtract(ReferenceValue a, ReferenceValue b) => _math[a.Type].Subtract(a, b);

    public ReferenceValue Multiply(ReferenceValue a, ReferenceValue b) => _math[a.Type].Multiply(a, b);

    public ReferenceValue Divide(ReferenceValue a, ReferenceValue b) => _math[a.Type].Divide(a, b);

    public ReferenceValue Negate(ReferenceValue x) => _math[x.Type].Negate(x);

    public ReferenceValue Sum(ReferenceValue x, int[] axes) => _math[x.Type].Sum(x, axes);

    public ReferenceValue Mean(ReferenceValue x, int[] axes) => _math[x.Type].Mean(x, axes);

    public ReferenceValue Transpose(ReferenceValue x, int[] order) => _math[x.Type].Transpose(x, order);

    public ReferenceValue Expand(ReferenceValue x, int[] sizes) => _math[x.Type].Expand(x, sizes);

    public ReferenceValue Concat(IReadOnlyList<ReferenceValue> parts, int axis) => _math[parts[0].Type].Concat(parts, axis);

    public ReferenceValue Pad(ReferenceValue x, int[] before, int[] after, ReferenceValue? value) =>
        _math[x.Type].Pad(x, before, after, value);

    public ReferenceValue Gather(ReferenceValue x, int axis, int[] indices) => _math[x.Type].Gather(x, axis, indices);

    public ReferenceValue Scatter(ReferenceValue x, int axes, int[] rows, ReferenceValue updates) =>
        _math[x.Type].Scatter(x, axes, rows, updates);

    public ReferenceValue Erf(ReferenceValue x) => _math[x.Type].Erf(x);

    public ReferenceValue Apply(ReferenceValue x, Activation function)
    {
        var y = _math[x.Type].Apply(x, function);
        if (_sigmoidError == 0 || function is not Sigmoid)
            return y;
        var array = Read(y);
        return Cast(array with { Errors = Array.ConvertAll(array.Errors, error => error + _sigmoidError) }, y.Type);
    }

    public ReferenceValue Normalize(
        ReferenceValue x, ReferenceValue scale, ReferenceValue bias, ReferenceValue mean, ReferenceValue variance, double eps) =>
        _math[x.Type].Normalize(x, scale, bias, mean, variance, eps);

    public ReferenceValue Softmax(ReferenceValue x, int axis) => _math[x.Type].Softmax(x, axis);

    public ReferenceValue LogSoftmax(ReferenceValue x, int axis) => _math[x.Type].LogSoftmax(x, axis);

    public ReferenceValue LogProbabilities(ReferenceValue x) => _math[x.Type].LogProbabilities(x);

    public ReferenceValue NegativeLogLikelihood(
        ReferenceValue x, ReferenceValue target, ReferenceValue? weights, LossSettings settings) =>
        _math[x.Type].NegativeLogLikelihood(x, Read(target).Wholes, weights, settings);

    public (ReferenceValue X, ReferenceValue V) Momentum(
        ReferenceValue rate, ReferenceValue x, ReferenceValue gradient, ReferenceValue v, MomentumSettings settings) =>
        _math[x.Type].Momentum(Read(rate).Reals[0], x, gradient, v, settings);

    public (ReferenceValue X, ReferenceValue V, ReferenceValue H) Adam(
        ReferenceValue rate,
        ReferenceValue x,
        ReferenceValue gradient,
        ReferenceValue v,
        ReferenceValue h,
        AdamSettings settings) =>
        _math[x.Type].Adam(Read(rate).Reals[0], x, gradient, v, h, settings);

    private ReferenceValue Cast(ComputedArray array, ElementType type) =>
        _math[_widens && type == ElementType.Float32 ? ElementType.Float64 : type].Load(array);

    private static ReferenceMath<T> Math<T>(ElementForm<T> form)
        where T : struct, IReal<T> => new(form);
}
