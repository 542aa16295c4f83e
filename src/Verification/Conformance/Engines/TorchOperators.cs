using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Graphs.Operators;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Conformance.Engines;

/// <summary>libtorch as an engine, in the types of the model. To be used within a dispose scope.</summary>
internal sealed class TorchOperators : IOperators<TorchValue>
{
    public TorchValue Load(NamedArray array) => new(
        IsStoredWider(array.Type) ? tensor(ComputedArray.Of(array).Wholes, [.. array.Sizes], ScalarType.Int64) : array.ToTensor(),
        array.Type);

    public ElementType TypeOf(TorchValue x) => x.Type;

    public int[] SizesOf(TorchValue x) => [.. x.Tensor.shape.Select(size => checked((int)size))];

    public ComputedArray Read(TorchValue x) => ComputedArray.IsReal(x.Type)
        ? new(x.Type, SizesOf(x), Elements<double>(x.Tensor, ScalarType.Float64), [], [])
        : new(
            x.Type,
            SizesOf(x),
            [],
            [.. Elements<long>(x.Tensor, ScalarType.Int64).Select(value => ComputedArray.Wrap(x.Type, value))],
            []);

    public TorchValue Reshape(TorchValue x, int[] sizes) =>
        x with { Tensor = x.Tensor.reshape([.. sizes.Select(size => (long)size)]) };

    public TorchValue Convolve(TorchValue x, TorchValue w, TorchValue? b, ConvolutionSettings settings) =>
        x with { Tensor = TorchWindows.Convolve(x.Tensor, w.Tensor, b?.Tensor, settings) };

    public TorchValue AveragePool(TorchValue x, PoolSettings settings) =>
        x with { Tensor = TorchWindows.Average(x.Tensor, settings) };

    public (TorchValue Maxima, TorchValue Places) MaxPool(TorchValue x, PoolSettings settings)
    {
        // libtorch pools no integers of 8 bits; a double holds them exactly.
        var (maxima, places) = TorchWindows.Maximum(
            ComputedArray.IsReal(x.Type) ? x.Tensor : x.Tensor.to(ScalarType.Float64), settings);
        return (x with { Tensor = maxima.to(x.Tensor.dtype) }, new TorchValue(places, ElementType.Int64));
    }

    public TorchValue GlobalAveragePool(TorchValue x) =>
        x with
        {
            Tensor = x.Tensor.mean([.. Enumerable.Range(2, (int)x.Tensor.ndim - 2).Select(axis => (long)axis)], keepdim: true)
        };

    public TorchValue Gemm(TorchValue a, TorchValue b, TorchValue? c, GemmSettings settings)
    {
        var left = settings.TransposeA ? a.Tensor.t() : a.Tensor;
        var right = settings.TransposeB ? b.Tensor.t() : b.Tensor;
        var product = Scale(matmul(left, right), settings.Alpha);
        return a with { Tensor = c is null ? product : product.Plus(Scale(c.Tensor, settings.Beta)) };
    }

    public TorchValue MatMul(TorchValue a, TorchValue b) => a with { Tensor = matmul(a.Tensor, b.Tensor) };

    public TorchValue Add(TorchValue a, TorchValue b) => a with { Tensor = a.Tensor.Plus(b.Tensor) };

    public TorchValue Subtract(TorchValue a, TorchValue b) => a with { Tensor = a.Tensor - b.Tensor };

    public TorchValue Multiply(TorchValue a, TorchValue b) => a with { Tensor = a.Tensor * b.Tensor };

    public TorchValue Negate(TorchValue x) => x with { Tensor = x.Tensor.neg() };

    public TorchValue Greater(TorchValue a, TorchValue b, bool orEqual)
    {
        var (left, right) = (Ordered(a), Ordered(b));
        return new(orEqual ? left.ge(right) : left.gt(right), ElementType.Boolean);
    }

    public TorchValue Cast(TorchValue x, ElementType type)
    {
        if (ComputedArray.IsReal(type) != ComputedArray.IsReal(x.Type)
            && (type == ElementType.UInt64 || x.Type == ElementType.UInt64))
            throw new UnsupportedException($"libtorch: {x.Type} as {type}");
        return new(Wrapped(x).to(IsStoredWider(type) ? ScalarType.Int64 : type.ToScalarType()), type);
    }

    public TorchValue Sum(TorchValue x, int[] axes) =>
        x with { Tensor = x.Tensor.sum(Long(axes), keepdim: true, type: x.Tensor.dtype) };

    public TorchValue Mean(TorchValue x, int[] axes) => x with { Tensor = x.Tensor.mean(Long(axes), keepdim: true) };

    public TorchValue Transpose(TorchValue x, int[] order) => x with { Tensor = x.Tensor.permute(Long(order)) };

    public TorchValue Expand(TorchValue x, int[] sizes) => x with { Tensor = x.Tensor.expand(Long(sizes)) };

    public TorchValue Concat(IReadOnlyList<TorchValue> parts, int axis) =>
        parts[0] with { Tensor = cat([.. parts.Select(part => part.Tensor)], axis) };

    public TorchValue Pad(TorchValue x, int[] before, int[] after, TorchValue? value)
    {
        // the last axis comes first
        var pads = Enumerable.Range(0, before.Length).Reverse().SelectMany(axis => (long[])[before[axis], after[axis]]).ToArray();
        var border = value is null ? 0 : Elements<double>(value.Tensor, ScalarType.Float64)[0];
        return pads.All(pad => pad == 0) ? x : x with { Tensor = functional.pad(x.Tensor, pads, PaddingModes.Constant, border) };
    }

    public TorchValue Gather(TorchValue x, int axis, int[] indices) =>
        x with { Tensor = x.Tensor.index_select(axis, tensor(Long(indices))) };

    public TorchValue Scatter(TorchValue x, int axes, int[] rows, TorchValue updates)
    {
        var sizes = x.Tensor.shape;
        var rest = sizes[axes..].Aggregate(1L, (product, size) => product * size);
        var lines = x.Tensor.reshape(sizes[..axes].Aggregate(1L, (product, size) => product * size), rest);
        return x with
        {
            Tensor = lines.index_copy(0, tensor(Long(rows)), updates.Tensor.reshape(rows.Length, rest)).reshape(sizes)
        };
    }

    public TorchValue Apply(TorchValue x, Core.Layers.Activation function) =>
        x with { Tensor = function.Accept(Models.Layers.ActivationFunctions.Instance)(x.Tensor) };

    public TorchValue Erf(TorchValue x) => x with { Tensor = x.Tensor.erf() };

    public TorchValue Divide(TorchValue a, TorchValue b) => a with { Tensor = a.Tensor / b.Tensor };

    public TorchValue Normalize(
        TorchValue x, TorchValue scale, TorchValue bias, TorchValue mean, TorchValue variance, double eps) =>
        x with
        {
            Tensor = functional.batch_norm(
                x.Tensor, mean.Tensor, variance.Tensor, scale.Tensor, bias.Tensor, training: false, momentum: 0, eps: eps),
        };

    public TorchValue Softmax(TorchValue x, int axis) => x with { Tensor = functional.softmax(x.Tensor, axis) };

    public TorchValue LogSoftmax(TorchValue x, int axis) => x with { Tensor = functional.log_softmax(x.Tensor, axis) };

    public TorchValue LogProbabilities(TorchValue x) => LogSoftmax(x, axis: 1);

    public TorchValue NegativeLogLikelihood(TorchValue x, TorchValue target, TorchValue? weights, LossSettings settings)
    {
        var labels = target.Tensor.to(ScalarType.Int64);
        if (settings.Ignored is not { } ignored)
            return x with { Tensor = functional.nll_loss(x.Tensor, labels, weights?.Tensor, ReductionOf(settings)) };
        // TorchSharp's loss has no class to ignore: elements of that class get another label and the weight 0.
        using Scalar without = ignored;
        var counts = labels.ne(without);
        labels = labels.where(counts, zeros_like(labels));
        var share = counts.to(x.Tensor.dtype);
        if (weights is not null)
            share *= weights.Tensor.index_select(0, labels.reshape(-1)).reshape(labels.shape);
        var losses = functional.nll_loss(x.Tensor, labels, reduction: Reduction.None) * share;
        return x with
        {
            Tensor = settings.Reduction switch
            {
                LossReduction.None => losses,
                LossReduction.Sum => losses.sum(),
                _ => losses.sum() / share.sum(),
            },
        };
    }

    public (TorchValue X, TorchValue V) Momentum(
        TorchValue rate, TorchValue x, TorchValue gradient, TorchValue v, MomentumSettings settings)
    {
        var slope = gradient.Tensor.Plus(x.Tensor.Times(settings.Norm));
        var velocity = v.Tensor.Times(settings.Alpha).Plus(slope.Times(settings.Step > 0 ? settings.Beta : 1));
        var way = settings.Nesterov ? slope.Plus(velocity.Times(settings.Alpha)) : velocity;
        return (x with { Tensor = x.Tensor - (rate.Tensor * way) }, x with { Tensor = velocity });
    }

    public (TorchValue X, TorchValue V, TorchValue H) Adam(
        TorchValue rate, TorchValue x, TorchValue gradient, TorchValue v, TorchValue h, AdamSettings settings)
    {
        var slope = gradient.Tensor.Plus(x.Tensor.Times(settings.Norm));
        var mean = v.Tensor.Times(settings.Alpha).Plus(slope.Times(1 - settings.Alpha));
        var square = h.Tensor.Times(settings.Beta).Plus((slope * slope).Times(1 - settings.Beta));
        var correction = settings.Step > 0
            ? Math.Sqrt(1 - Math.Pow(settings.Beta, settings.Step)) / (1 - Math.Pow(settings.Alpha, settings.Step))
            : 1;
        var moved = x.Tensor - (rate.Tensor.Times(correction) * (mean / square.sqrt().Plus(settings.Epsilon)));
        return (x with { Tensor = moved.Times(1 - settings.NormPost) }, x with { Tensor = mean }, x with { Tensor = square });
    }

    private static T[] Elements<T>(Tensor x, ScalarType type)
        where T : unmanaged => x.numel() == 0 ? [] : x.to(type).contiguous().data<T>().ToArray();

    private static bool IsStoredWider(ElementType type) => type is ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;

    // The number that the low bits of a type stored as Int64 mean.
    private static Tensor Wrapped(TorchValue x) => x.Type switch
    {
        ElementType.UInt16 => x.Tensor.bitwise_and(tensor((long)ushort.MaxValue)),
        ElementType.UInt32 => x.Tensor.bitwise_and(tensor((long)uint.MaxValue)),
        _ => x.Tensor,
    };

    // Numbers in the order of those they stand for: without a sign, the highest bit is no minus.
    private static Tensor Ordered(TorchValue x) =>
        x.Type == ElementType.UInt64 ? x.Tensor.bitwise_xor(tensor(long.MinValue)) : Wrapped(x);

    private static long[] Long(int[] values) => Array.ConvertAll(values, value => (long)value);

    private static Reduction ReductionOf(LossSettings settings) => settings.Reduction switch
    {
        LossReduction.None => Reduction.None,
        LossReduction.Sum => Reduction.Sum,
        _ => Reduction.Mean,
    };

    private static Tensor Scale(Tensor x, double factor) => factor == 1 ? x : x.Times(factor);
}
