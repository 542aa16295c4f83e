namespace TorchBasics.Reference.Numbers;

/// <summary>An array of numbers with axes, stored in row-major order: the last axis runs fastest.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Tensor<T>
    where T : struct, IReal<T>
{
    private readonly int[] _sizes;
    private readonly T[] _elements;

    /// <summary>An array of zeros.</summary>
    /// <param name="sizes">Length of each axis, at least 1; no axis at all for a single number.</param>
    public Tensor(params ReadOnlySpan<int> sizes)
        : this(sizes, new T[Count(sizes)])
    {
    }

    private Tensor(ReadOnlySpan<int> sizes, T[] elements) => (_sizes, _elements) = (sizes.ToArray(), elements);

    /// <summary>Length of each axis.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>Number of axes.</summary>
    public int Rank => _sizes.Length;

    /// <summary>All numbers, the last axis fastest.</summary>
    public Span<T> Elements => _elements;

    /// <summary>A number of a vector.</summary>
    /// <param name="i">Index.</param>
    public ref T this[int i] => ref _elements[i];

    /// <summary>A number of a matrix.</summary>
    /// <param name="i">Row.</param>
    /// <param name="j">Column.</param>
    public ref T this[int i, int j] => ref _elements[(i * _sizes[1]) + j];

    /// <summary>A number of an array with three axes.</summary>
    /// <param name="i">Index on the first axis.</param>
    /// <param name="j">Index on the second.</param>
    /// <param name="k">Index on the third.</param>
    public ref T this[int i, int j, int k] => ref _elements[(((i * _sizes[1]) + j) * _sizes[2]) + k];

    /// <summary>A number of an array with four axes.</summary>
    /// <param name="i">Index on the first axis.</param>
    /// <param name="j">Index on the second.</param>
    /// <param name="k">Index on the third.</param>
    /// <param name="l">Index on the fourth.</param>
    public ref T this[int i, int j, int k, int l] => ref _elements[(((((i * _sizes[1]) + j) * _sizes[2]) + k) * _sizes[3]) + l];

    /// <summary>The numbers along the last of four axes.</summary>
    /// <param name="i">Index on the first axis.</param>
    /// <param name="j">Index on the second.</param>
    /// <param name="k">Index on the third.</param>
    /// <returns>A view of the array.</returns>
    public Span<T> Row(int i, int j, int k) => _elements.AsSpan(((((i * _sizes[1]) + j) * _sizes[2]) + k) * _sizes[3], _sizes[3]);

    /// <summary>An array over numbers that are there already; nothing is copied.</summary>
    /// <param name="sizes">Length of each axis.</param>
    /// <param name="elements">As many numbers as the sizes say.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static Tensor<T> Over(ReadOnlySpan<int> sizes, T[] elements) => elements.Length == Count(sizes)
        ? new Tensor<T>(sizes, elements)
        : throw new ArgumentException(
            $"[{string.Join(", ", sizes.ToArray())}] needs {Count(sizes)} elements; got {elements.Length}.", nameof(elements));

    /// <summary>The numbers of doubles.</summary>
    /// <param name="sizes">Length of each axis.</param>
    /// <param name="values">As many values as the sizes say.</param>
    /// <returns>A new array.</returns>
    public static Tensor<T> From(ReadOnlySpan<int> sizes, ReadOnlySpan<double> values)
    {
        var elements = new T[values.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = T.From(values[i]);
        return Over(sizes, elements);
    }

    /// <summary>The same numbers with other axes; shares the memory.</summary>
    /// <param name="sizes">Length of each axis, with the same number of elements in all.</param>
    /// <returns>The other view.</returns>
    public Tensor<T> Reshape(params ReadOnlySpan<int> sizes) => Over(sizes, _elements);

    /// <summary>Applies a function to each number.</summary>
    /// <typeparam name="TResult">The number it returns.</typeparam>
    /// <param name="function">The function.</param>
    /// <returns>A new array of the same sizes.</returns>
    public Tensor<TResult> Map<TResult>(Func<T, TResult> function)
        where TResult : struct, IReal<TResult> =>
        Tensor<TResult>.Over(_sizes, Array.ConvertAll(_elements, element => function(element)));

    /// <summary>Applies a function to the numbers of two arrays of the same sizes, pair by pair.</summary>
    /// <param name="other">The other array.</param>
    /// <param name="function">The function.</param>
    /// <returns>A new array of the same sizes.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public Tensor<T> Zip(Tensor<T> other, Func<T, T, T> function)
    {
        if (!Sizes.SequenceEqual(other.Sizes))
            throw new ArgumentException(
                $"The arrays have sizes [{string.Join(", ", _sizes)}] and "
                + $"[{string.Join(", ", other._sizes)}]; expected the same.",
                nameof(other));
        var result = new Tensor<T>(_sizes);
        for (var i = 0; i < _elements.Length; i++)
            result._elements[i] = function(_elements[i], other._elements[i]);
        return result;
    }

    /// <summary>The same array as another number type sees it, through doubles.</summary>
    /// <typeparam name="TResult">The other number.</typeparam>
    /// <returns>A new array.</returns>
    public Tensor<TResult> To<TResult>()
        where TResult : struct, IReal<TResult> => Map(element => TResult.From(element.Value));

    /// <summary>All values as doubles.</summary>
    /// <returns>A new array, the last axis fastest.</returns>
    public double[] ToDoubles() => Array.ConvertAll(_elements, element => element.Value);

    /// <summary>An array of zeros with the same axes.</summary>
    /// <returns>A new array.</returns>
    public Tensor<T> ZerosLike() => new(_sizes);

    /// <summary>A copy.</summary>
    /// <returns>A new array.</returns>
    public Tensor<T> Clone() => new(_sizes, [.. _elements]);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _sizes)}]";

    private static int Count(ReadOnlySpan<int> sizes)
    {
        var count = 1;
        foreach (var size in sizes)
            count = checked(count * size);
        return count;
    }
}
