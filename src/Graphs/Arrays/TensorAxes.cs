using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Arrays;

/// <summary>Takes arrays of any number of axes apart and puts them together.</summary>
internal static class TensorAxes
{
    /// <summary>The product of sizes.</summary>
    public static int Product(ReadOnlySpan<int> sizes)
    {
        var product = 1;
        foreach (var size in sizes)
            product = checked(product * size);
        return product;
    }

    /// <summary>A part of an array along one axis, which stays.</summary>
    public static Tensor<T> Part<T>(Tensor<T> x, int axis, int start, int count)
        where T : struct, IReal<T>
    {
        var (outer, inner) = (Product(x.Sizes[..axis]), Product(x.Sizes[(axis + 1)..]));
        var sizes = x.Sizes.ToArray();
        sizes[axis] = count;
        var part = new Tensor<T>(sizes);
        for (var i = 0; i < outer; i++)
            x.Elements.Slice(((i * x.Sizes[axis]) + start) * inner, count * inner).CopyTo(part.Elements[(i * count * inner)..]);
        return part;
    }

    /// <summary>Puts a part in its place along one axis.</summary>
    public static void Place<T>(Tensor<T> part, Tensor<T> x, int axis, int start)
        where T : struct, IReal<T>
    {
        var (outer, inner) = (Product(x.Sizes[..axis]), Product(x.Sizes[(axis + 1)..]));
        var length = part.Sizes[axis] * inner;
        for (var i = 0; i < outer; i++)
            part.Elements.Slice(i * length, length).CopyTo(x.Elements[(((i * x.Sizes[axis]) + start) * inner)..]);
    }

    /// <summary>Applies a function of rows [N, C] to an array whose axis of classes may be any.</summary>
    public static Tensor<T> AlongAxis<T>(Tensor<T> x, int axis, Func<Tensor<T>, Tensor<T>> rows)
        where T : struct, IReal<T> => FromRows(rows(ToRows(x, axis)), x.Sizes, axis);

    /// <summary>The rows [all others, one axis] of an array.</summary>
    public static Tensor<T> ToRows<T>(Tensor<T> x, int axis)
        where T : struct, IReal<T>
    {
        var (outer, length, inner) = (Product(x.Sizes[..axis]), x.Sizes[axis], Product(x.Sizes[(axis + 1)..]));
        var rows = new Tensor<T>(outer * inner, length);
        for (var i = 0; i < outer; i++)
            for (var c = 0; c < length; c++)
                for (var j = 0; j < inner; j++)
                    rows[(i * inner) + j, c] = x.Elements[(((i * length) + c) * inner) + j];
        return rows;
    }

    /// <summary>Adds two arrays whose sizes are broadcast as in NumPy.</summary>
    public static Tensor<T> Add<T>(Tensor<T> a, Tensor<T> b)
        where T : struct, IReal<T> => Pairwise(a, b, (left, right) => left + right);

    /// <summary>Applies a function to pairs of elements of two arrays whose sizes are broadcast as in NumPy.</summary>
    public static Tensor<T> Pairwise<T>(Tensor<T> a, Tensor<T> b, Func<T, T, T> function)
        where T : struct, IReal<T>
    {
        var sizes = BroadcastSizes(a.Sizes, b.Sizes);
        return Broadcast(a, sizes).Zip(Broadcast(b, sizes), function);
    }

    /// <summary>The sums along axes, which stay with the size 1.</summary>
    public static Tensor<T> Sum<T>(Tensor<T> x, int[] axes)
        where T : struct, IReal<T>
    {
        foreach (var axis in axes)
        {
            var rows = ToRows(x, axis);
            int[] sizes = [.. x.Sizes[..axis], 1, .. x.Sizes[(axis + 1)..]];
            x = new Tensor<T>(sizes);
            for (var i = 0; i < rows.Sizes[0]; i++)
                for (var j = 0; j < rows.Sizes[1]; j++)
                    x.Elements[i] += rows[i, j];
        }

        return x;
    }

    /// <summary>The axes in another order: axis i of the result is axis order[i] of x.</summary>
    public static Tensor<T> Transpose<T>(Tensor<T> x, int[] order)
        where T : struct, IReal<T>
    {
        var strides = new int[order.Length]; // in x, of the axes of the result
        for (var i = 0; i < order.Length; i++)
            strides[i] = Product(x.Sizes[(order[i] + 1)..]);
        var result = new Tensor<T>([.. Sizes(x, order)]);
        var index = new int[order.Length];
        for (var place = 0; place < result.Elements.Length; place++)
        {
            var source = 0;
            for (var axis = 0; axis < index.Length; axis++)
                source += index[axis] * strides[axis];
            result.Elements[place] = x.Elements[source];
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == result.Sizes[axis]; axis--)
                index[axis] = 0;
        }

        return result;
    }

    /// <summary>The sizes that two arrays have together.</summary>
    public static int[] BroadcastSizes(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var sizes = new int[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= sizes.Length; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            sizes[^i] = left == 1 ? right : left;
        }

        return sizes;
    }

    /// <summary>Repeats an array along each axis of size 1, and along axes before its first.</summary>
    public static Tensor<T> Broadcast<T>(Tensor<T> x, int[] sizes)
        where T : struct, IReal<T>
    {
        var result = x.Reshape([.. Enumerable.Repeat(1, sizes.Length - x.Rank), .. x.Sizes]);
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            if (result.Sizes[axis] == sizes[axis])
                continue;
            var wide = new Tensor<T>([.. result.Sizes[..axis], sizes[axis], .. result.Sizes[(axis + 1)..]]);
            for (var i = 0; i < sizes[axis]; i++)
                Place(result, wide, axis, i);
            result = wide;
        }

        return result;
    }

    private static IEnumerable<int> Sizes<T>(Tensor<T> x, int[] order)
        where T : struct, IReal<T>
    {
        foreach (var axis in order)
            yield return x.Sizes[axis];
    }

    private static Tensor<T> FromRows<T>(Tensor<T> rows, ReadOnlySpan<int> sizes, int axis)
        where T : struct, IReal<T>
    {
        var (outer, length, inner) = (Product(sizes[..axis]), sizes[axis], Product(sizes[(axis + 1)..]));
        var x = new Tensor<T>(sizes);
        for (var i = 0; i < outer; i++)
            for (var c = 0; c < length; c++)
                for (var j = 0; j < inner; j++)
                    x.Elements[(((i * length) + c) * inner) + j] = rows[(i * inner) + j, c];
        return x;
    }
}
