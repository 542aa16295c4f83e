using TorchBasics.Graphs.Arrays;
using TorchBasics.Graphs.Elements;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Losses;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Optimizers;

namespace TorchBasics.Graphs.Engines;

/// <summary>The operators over one kind of number, by the reference's layers, losses and update rules.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="form">How the numbers stand for those of the element type.</param>
internal sealed class ReferenceMath<T>(ElementForm<T> form) : ReferenceMath
    where T : struct, IReal<T>
{
    public override ReferenceValue Load(ComputedArray array) => Wrap(Tensor<T>.Over(array.Sizes, form.Take(array)));

    public override ComputedArray Read(ReferenceValue x) => form.Read(Of(x));

    public override ReferenceValue Reshape(ReferenceValue x, int[] sizes) => Wrap(Of(x).Reshape(sizes));

    public override ReferenceValue Convolve(
        ReferenceValue x, ReferenceValue w, ReferenceValue? b, ConvolutionSettings settings) =>
        Wrap(SpatialConvolution.Forward(Factors(x), Factors(w), b is null ? null : Of(b), settings.Axes, settings.Groups));

    public override ReferenceValue AveragePool(ReferenceValue x, PoolSettings settings) =>
        Wrap(SpatialPooling.Average(Of(x), settings));

    public override (ReferenceValue Maxima, int[] Places) MaxPool(ReferenceValue x, PoolSettings settings)
    {
        var (maxima, places) = SpatialPooling.Maximum(Of(x), settings);
        return (Wrap(maxima), places);
    }

    public override ReferenceValue GlobalAveragePool(ReferenceValue x)
    {
        var sizes = x.Sizes;
        var means = GlobalAvgPool2d.Forward(Of(x).Reshape(sizes[0], sizes[1], TensorAxes.Product(sizes.AsSpan(2..)), 1));
        return Wrap(means.Reshape([sizes[0], sizes[1], .. Enumerable.Repeat(1, sizes.Length - 2)]));
    }

    public override ReferenceValue Gemm(ReferenceValue a, ReferenceValue b, ReferenceValue? c, GemmSettings settings)
    {
        var left = settings.TransposeA ? TensorAxes.Transpose(Factors(a), [1, 0]) : Factors(a);
        // a fully connected layer takes its weights this way
        var right = settings.TransposeB ? Factors(b) : TensorAxes.Transpose(Factors(b), [1, 0]);
        var product = Scale(Linear.Forward(left, right, new Tensor<T>(right.Sizes[0])), settings.Alpha);
        return Wrap(c is null ? product : TensorAxes.Add(product, Scale(Of(c), settings.Beta)));
    }

    public override ReferenceValue MatMul(ReferenceValue a, ReferenceValue b)
    {
        var (left, right) = (Factors(a), Factors(b));
        var (isRow, isColumn) = (left.Rank == 1, right.Rank == 1);
        left = isRow ? left.Reshape(1, left.Sizes[0]) : left;
        right = isColumn ? right.Reshape(right.Sizes[0], 1) : right;
        var batch = TensorAxes.BroadcastSizes(left.Sizes[..^2], right.Sizes[..^2]);
        var (rows, inner, columns) = (left.Sizes[^2], left.Sizes[^1], right.Sizes[^1]);
        left = TensorAxes.Broadcast(left, [.. batch, rows, inner]).Reshape([TensorAxes.Product(batch), rows, inner]);
        right = TensorAxes.Broadcast(right, [.. batch, inner, columns]).Reshape([TensorAxes.Product(batch), inner, columns]);
        var result = new Tensor<T>(left.Sizes[0], rows, columns);
        for (var i = 0; i < result.Sizes[0]; i++)
        {
            var (matrix, other) =
                (TensorAxes.Part(left, 0, i, 1).Reshape(rows, inner), TensorAxes.Part(right, 0, i, 1).Reshape(inner, columns));
            TensorAxes.Place(
                Linear.Forward(matrix, TensorAxes.Transpose(other, [1, 0]), new Tensor<T>(columns)).Reshape(1, rows, columns),
                result,
                0,
                i);
        }

        return Wrap(result.Reshape([.. batch, .. isRow ? [] : (int[])[rows], .. isColumn ? [] : (int[])[columns]]));
    }

    public override ReferenceValue Add(ReferenceValue a, ReferenceValue b) => Wrap(TensorAxes.Add(Of(a), Of(b)));

    public override ReferenceValue Subtract(ReferenceValue a, ReferenceValue b) =>
        Wrap(TensorAxes.Pairwise(Of(a), Of(b), (left, right) => left - right));

    public override ReferenceValue Multiply(ReferenceValue a, ReferenceValue b) =>
        Wrap(TensorAxes.Pairwise(Of(a), Of(b), (left, right) => left * right));

    public override ReferenceValue Divide(ReferenceValue a, ReferenceValue b) =>
        Wrap(TensorAxes.Pairwise(Of(a), Of(b), (left, right) => left / right));

    public override ReferenceValue Negate(ReferenceValue x) => Wrap(Of(x).Map(value => -value));

    public override ReferenceValue Sum(ReferenceValue x, int[] axes) => Wrap(TensorAxes.Sum(Of(x), axes));

    public override ReferenceValue Mean(ReferenceValue x, int[] axes)
    {
        var count = T.From(TensorAxes.Product([.. axes.Select(axis => x.Sizes[axis])]));
        return Wrap(TensorAxes.Sum(Of(x), axes).Map(sum => sum / count));
    }

    public override ReferenceValue Transpose(ReferenceValue x, int[] order) => Wrap(TensorAxes.Transpose(Of(x), order));

    public override ReferenceValue Expand(ReferenceValue x, int[] sizes) => Wrap(TensorAxes.Broadcast(Of(x), sizes));

    public override ReferenceValue Concat(IReadOnlyList<ReferenceValue> parts, int axis) =>
        Wrap(TensorPlaces.Concat([.. parts.Select(Of)], axis));

    public override ReferenceValue Pad(ReferenceValue x, int[] before, int[] after, ReferenceValue? value) =>
        Wrap(TensorPlaces.Pad(Of(x), before, after, value is null ? default : Of(value).Elements[0]));

    public override ReferenceValue Gather(ReferenceValue x, int axis, int[] indices) =>
        Wrap(TensorPlaces.Gather(Of(x), axis, indices));

    public override ReferenceValue Scatter(ReferenceValue x, int axes, int[] rows, ReferenceValue updates) =>
        Wrap(TensorPlaces.Scatter(Of(x), axes, rows, Of(updates)));

    public override ReferenceValue Apply(ReferenceValue x, Core.Layers.Activation function) =>
        Wrap(ReferenceLayer.Forward(function, [], Of(x)));

    public override ReferenceValue Erf(ReferenceValue x) => Wrap(Of(x).Map(T.Erf));

    public override ReferenceValue Normalize(
        ReferenceValue x, ReferenceValue scale, ReferenceValue bias, ReferenceValue mean, ReferenceValue variance, double eps) =>
        Wrap(BatchNorm.Forward(Of(x), Of(scale), Of(bias), new(Of(mean), Of(variance)), eps));

    public override ReferenceValue Softmax(ReferenceValue x, int axis) =>
        Wrap(TensorAxes.AlongAxis(Of(x), axis, Reference.Layers.Softmax.Forward));

    public override ReferenceValue LogSoftmax(ReferenceValue x, int axis) =>
        Wrap(TensorAxes.AlongAxis(Of(x), axis, Reference.Layers.LogSoftmax.Forward));

    // The suites take the logarithm of the softmax itself, which rounds once more: the larger of the two bounds counts.
    public override ReferenceValue LogProbabilities(ReferenceValue x) => Wrap(TensorAxes.AlongAxis(Of(x), 1, rows =>
        Reference.Layers.LogSoftmax.Forward(rows).Zip(Reference.Layers.Softmax.Forward(rows).Map(T.Log), form.Wider)));

    public override ReferenceValue NegativeLogLikelihood(
        ReferenceValue x, long[] labels, ReferenceValue? weights, LossSettings settings)
    {
        var rows = TensorAxes.ToRows(Of(x), 1);
        var ignored = settings.Ignored is >= int.MinValue and <= int.MaxValue ? (int?)settings.Ignored : null;
        var targets = ClassTargets<T>.OfLabels(
            [.. labels.Select(label => (int)label)], rows.Sizes[1], weights is null ? null : Of(weights), ignored);
        return Wrap(settings.Reduction switch
        {
            LossReduction.None =>
                Reference.Losses.NegativeLogLikelihood.Elements(rows, targets).Reshape([x.Sizes[0], .. x.Sizes[2..]]),
            LossReduction.Sum => Tensor<T>.Over([], [Reference.Losses.NegativeLogLikelihood.Value(rows, targets, Reduction.Sum)]),
            _ => Tensor<T>.Over([], [Reference.Losses.NegativeLogLikelihood.Value(rows, targets, Reduction.Mean)]),
        });
    }

    public override (ReferenceValue X, ReferenceValue V) Momentum(
        double rate, ReferenceValue x, ReferenceValue gradient, ReferenceValue v, MomentumSettings settings)
    {
        var step = OnnxMomentum.Step(
            Of(x), Of(gradient), Of(v), settings.Step, rate, settings.Alpha, settings.Beta, settings.Norm, settings.Nesterov);
        return (Wrap(step.Parameter), Wrap(step.Buffers[0]));
    }

    public override (ReferenceValue X, ReferenceValue V, ReferenceValue H) Adam(
        double rate, ReferenceValue x, ReferenceValue gradient, ReferenceValue v, ReferenceValue h, AdamSettings settings)
    {
        var step = OnnxAdam.Step(
            Of(x), Of(gradient), Of(v), Of(h), settings.Step, rate, settings.Alpha, settings.Beta, settings.Epsilon,
            settings.Norm, settings.NormPost);
        return (Wrap(step.Parameter), Wrap(step.Buffers[0]), Wrap(step.Buffers[1]));
    }

    private static Tensor<T> Scale(Tensor<T> x, double factor) => factor == 1 ? x : x.Map(value => T.From(factor) * value);

    private Tensor<T> Factors(ReferenceValue value) => form.AsFactors(Of(value));

    private ReferenceValue<T> Wrap(Tensor<T> tensor) => new(form.Type, tensor);

    private Tensor<T> Of(ReferenceValue value) => value is ReferenceValue<T> known && value.Type == form.Type
        ? known.Tensor
        : throw new UnsupportedException($"{value.Type} together with {form.Type}");
}
