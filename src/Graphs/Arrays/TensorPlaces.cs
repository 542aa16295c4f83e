using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Arrays;

/// <summary>Joins arrays, frames them, and picks and replaces parts of them.</summary>
internal static class TensorPlaces
{
    /// <summary>One array behind the other along an axis.</summary>
    public static Tensor<T> Concat<T>(IReadOnlyList<Tensor<T>> parts, int axis)
        where T : struct, IReal<T>
    {
        var first = parts[0].Sizes;
        var result = new Tensor<T>([.. first[..axis], parts.Sum(part => part.Sizes[axis]), .. first[(axis + 1)..]]);
        var start = 0;
        foreach (var part in parts)
        {
            TensorAxes.Place(part, result, axis, start);
            start += part.Sizes[axis];
        }

        return result;
    }

    /// <summary>A border of one number before and behind each axis.</summary>
    public static Tensor<T> Pad<T>(Tensor<T> x, int[] before, int[] after, T value)
        where T : struct, IReal<T>
    {
        for (var axis = 0; axis < before.Length; axis++)
        {
            if (before[axis] + after[axis] == 0)
                continue;
            var framed = new Tensor<T>(
                [.. x.Sizes[..axis], before[axis] + x.Sizes[axis] + after[axis], .. x.Sizes[(axis + 1)..]]);
            framed.Elements.Fill(value);
            TensorAxes.Place(x, framed, axis, before[axis]);
            x = framed;
        }

        return x;
    }

    /// <summary>The entries of an axis that the indices name, in their order.</summary>
    public static Tensor<T> Gather<T>(Tensor<T> x, int axis, int[] indices)
        where T : struct, IReal<T>
    {
        var result = new Tensor<T>([.. x.Sizes[..axis], indices.Length, .. x.Sizes[(axis + 1)..]]);
        for (var i = 0; i < indices.Length; i++)
            TensorAxes.Place(TensorAxes.Part(x, axis, indices[i], 1), result, axis, i);
        return result;
    }

    /// <summary>Replaces rows of x, seen as [product of the first axes, the others], by those of the updates.</summary>
    public static Tensor<T> Scatter<T>(Tensor<T> x, int axes, int[] rows, Tensor<T> updates)
        where T : struct, IReal<T>
    {
        var result = x.Clone();
        var length = TensorAxes.Product(x.Sizes[axes..]);
        for (var i = 0; i < rows.Length; i++)
            updates.Elements.Slice(i * length, length).CopyTo(result.Elements[(rows[i] * length)..]);
        return result;
    }
}
