using System.Numerics;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Graphs.Arrays;
using TorchBasics.Graphs.Operators;

namespace TorchBasics.Graphs.Engines;

/// <summary>
/// Named arrays as an engine, for constants: moves bytes as they are, and adds, subtracts, multiplies and converts numbers
/// in their own type. What goes beyond is not supported.
/// </summary>
internal sealed class ArrayOperators : IOperators<NamedArray>
{
    public NamedArray Load(NamedArray array) => array;

    public ElementType TypeOf(NamedArray x) => x.Type;

    public int[] SizesOf(NamedArray x) => ComputedArray.SizesOf(x);

    public ComputedArray Read(NamedArray x) => ComputedArray.Of(x);

    public NamedArray Reshape(NamedArray x, int[] sizes) => Wrap(x.Type, sizes, x.Bytes);

    public NamedArray Add(NamedArray a, NamedArray b) =>
        a.Type == ElementType.Float32 ? Pairwise<float>(a, b, (x, y) => x + y) : Pairwise<long>(a, b, (x, y) => x + y);

    public NamedArray Subtract(NamedArray a, NamedArray b) =>
        a.Type == ElementType.Float32 ? Pairwise<float>(a, b, (x, y) => x - y) : Pairwise<long>(a, b, (x, y) => x - y);

    public NamedArray Multiply(NamedArray a, NamedArray b) =>
        a.Type == ElementType.Float32 ? Pairwise<float>(a, b, (x, y) => x * y) : Pairwise<long>(a, b, (x, y) => x * y);

    public NamedArray Negate(NamedArray x) =>
        x.Type == ElementType.Float32 ? Pairwise<float>(x, x, (y, _) => -y) : Pairwise<long>(x, x, (y, _) => -y);

    public NamedArray Cast(NamedArray x, ElementType type)
    {
        if (x.Type == type)
            return x;
        if (ComputedArray.IsReal(x.Type) && ComputedArray.IsReal(type))
            return (ComputedArray.Of(x) with { Type = type }).ToNamedArray(string.Empty);
        var engine = new ReferenceOperators();
        return engine.Read(engine.Cast(engine.Load(x), type)).ToNamedArray(string.Empty);
    }

    public NamedArray Transpose(NamedArray x, int[] order)
    {
        var (sizes, strides) = (SizesOf(x), Strides(SizesOf(x)));
        return Strided(x, Array.ConvertAll(order, axis => sizes[axis]), Array.ConvertAll(order, axis => strides[axis]));
    }

    public NamedArray Expand(NamedArray x, int[] sizes)
    {
        var (own, strides) = (SizesOf(x), Strides(SizesOf(x)));
        var before = sizes.Length - own.Length;
        return Strided(
            x, sizes, [.. sizes.Select((_, axis) => axis < before || own[axis - before] == 1 ? 0 : strides[axis - before])]);
    }

    public NamedArray Concat(IReadOnlyList<NamedArray> parts, int axis)
    {
        var sizes = SizesOf(parts[0]);
        sizes[axis] = parts.Sum(part => (int)part.Sizes[axis]);
        var bytes = new byte[Length(parts[0].Type, sizes)];
        var (place, outer) = (0, TensorAxes.Product(sizes.AsSpan(..axis)));
        for (var i = 0; i < outer; i++)
        {
            foreach (var part in parts)
            {
                var length = part.Bytes.Length / outer;
                part.Bytes.Span.Slice(i * length, length).CopyTo(bytes.AsSpan(place));
                place += length;
            }
        }

        return Wrap(parts[0].Type, sizes, bytes);
    }

    public NamedArray Gather(NamedArray x, int axis, int[] indices)
    {
        var sizes = SizesOf(x);
        var (outer, length, entry) = (TensorAxes.Product(sizes.AsSpan(..axis)), sizes[axis], Length(x.Type, sizes[(axis + 1)..]));
        sizes[axis] = indices.Length;
        var bytes = new byte[Length(x.Type, sizes)];
        for (var i = 0; i < outer; i++)
            for (var j = 0; j < indices.Length; j++)
                x.Bytes.Span.Slice(((i * length) + indices[j]) * entry, entry)
                    .CopyTo(bytes.AsSpan(((i * indices.Length) + j) * entry));
        return Wrap(x.Type, sizes, bytes);
    }

    public NamedArray Scatter(NamedArray x, int axes, int[] rows, NamedArray updates)
    {
        var bytes = x.Bytes.ToArray();
        var row = Length(x.Type, SizesOf(x)[axes..]);
        for (var i = 0; i < rows.Length; i++)
            updates.Bytes.Span.Slice(i * row, row).CopyTo(bytes.AsSpan(rows[i] * row));
        return Wrap(x.Type, SizesOf(x), bytes);
    }

    public NamedArray Convolve(NamedArray x, NamedArray w, NamedArray? b, ConvolutionSettings settings) => throw TooMuch("Conv");

    public NamedArray AveragePool(NamedArray x, PoolSettings settings) => throw TooMuch("AveragePool");

    public (NamedArray Maxima, NamedArray Places) MaxPool(NamedArray x, PoolSettings settings) => throw TooMuch("MaxPool");

    public NamedArray GlobalAveragePool(NamedArray x) => throw TooMuch("GlobalAveragePool");

    public NamedArray Gemm(NamedArray a, NamedArray b, NamedArray? c, GemmSettings settings) => throw TooMuch("Gemm");

    public NamedArray MatMul(NamedArray a, NamedArray b) => throw TooMuch("MatMul");

    public NamedArray Greater(NamedArray a, NamedArray b, bool orEqual) => throw TooMuch("Greater");

    public NamedArray Sum(NamedArray x, int[] axes) => throw TooMuch("ReduceSum");

    public NamedArray Mean(NamedArray x, int[] axes) => throw TooMuch("ReduceMean");

    public NamedArray Pad(NamedArray x, int[] before, int[] after, NamedArray? value) => throw TooMuch("Pad");

    public NamedArray Apply(NamedArray x, Activation function) => throw TooMuch(function.Kind);

    public NamedArray Erf(NamedArray x) => throw TooMuch("Erf");

    public NamedArray Divide(NamedArray a, NamedArray b) => throw TooMuch("Div");

    public NamedArray Normalize(
        NamedArray x, NamedArray scale, NamedArray bias, NamedArray mean, NamedArray variance, double eps) =>
        throw TooMuch("BatchNormalization");

    public NamedArray Softmax(NamedArray x, int axis) => throw TooMuch("Softmax");

    public NamedArray LogSoftmax(NamedArray x, int axis) => throw TooMuch("LogSoftmax");

    public NamedArray LogProbabilities(NamedArray x) => throw TooMuch("SoftmaxCrossEntropyLoss");

    public NamedArray NegativeLogLikelihood(NamedArray x, NamedArray target, NamedArray? weights, LossSettings settings) =>
        throw TooMuch("NegativeLogLikelihoodLoss");

    public (NamedArray X, NamedArray V) Momentum(
        NamedArray rate, NamedArray x, NamedArray gradient, NamedArray v, MomentumSettings settings) =>
        throw TooMuch("Momentum");

    public (NamedArray X, NamedArray V, NamedArray H) Adam(
        NamedArray rate, NamedArray x, NamedArray gradient, NamedArray v, NamedArray h, AdamSettings settings) =>
        throw TooMuch("Adam");

    private NamedArray Pairwise<T>(NamedArray a, NamedArray b, Func<T, T, T> function)
        where T : unmanaged, INumber<T>
    {
        if (a.Type is not (ElementType.Float32 or ElementType.Int64))
            throw new UnsupportedException($"arithmetic with constants of the type {a.Type}");
        var sizes = TensorAxes.BroadcastSizes(SizesOf(a), SizesOf(b));
        var left = Expand(a, sizes).Values<T>();
        var right = Expand(b, sizes).Values<T>();
        var result = new T[left.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = function(left[i], right[i]);
        return NamedArray.Of<T>(string.Empty, Long(sizes), result);
    }

    // The element at index (i, j, ...) of the result is that at i strides[0] + j strides[1] + ... of x.
    private static NamedArray Strided(NamedArray x, int[] sizes, int[] strides)
    {
        var size = NamedArray.SizeOf(x.Type);
        var source = x.Bytes.Span;
        var bytes = new byte[Length(x.Type, sizes)];
        var (index, from) = (new int[sizes.Length], 0);
        for (var place = 0; place < bytes.Length; place += size)
        {
            source.Slice(from * size, size).CopyTo(bytes.AsSpan(place));
            for (var axis = sizes.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < sizes[axis])
                    break;
                from -= strides[axis] * sizes[axis];
                index[axis] = 0;
            }
        }

        return Wrap(x.Type, sizes, bytes);
    }

    private static int[] Strides(int[] sizes) => [.. sizes.Select((_, axis) => TensorAxes.Product(sizes.AsSpan((axis + 1)..)))];

    private static int Length(ElementType type, int[] sizes) => checked(NamedArray.SizeOf(type) * TensorAxes.Product(sizes));

    private static long[] Long(int[] sizes) => Array.ConvertAll(sizes, size => (long)size);

    private static NamedArray Wrap(ElementType type, int[] sizes, ReadOnlyMemory<byte> bytes) =>
        new(string.Empty, type, Long(sizes), bytes);

    private static UnsupportedException TooMuch(string name) => new($"{name} of constants");
}
