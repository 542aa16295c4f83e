using System.Collections;
using System.Runtime.CompilerServices;

namespace TorchBasics.Core.Layers;

/// <summary>
/// The shape of one sample: [channels, height, width] for a picture, [features] for a vector. The batch axis is never
/// part of it; <see cref="ToString"/> shows it as N.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[] _sizes;

    private Shape(int[] sizes) => _sizes = sizes;

    /// <summary>The number of axes, without the batch axis.</summary>
    public int Count => _sizes.Length;

    /// <summary>The number of elements of one sample.</summary>
    public long Elements => _sizes.Aggregate(1L, (product, size) => product * size);

    /// <summary>The size along an axis.</summary>
    /// <param name="index">Axis, counted from 0 after the batch axis.</param>
    public int this[int index] => _sizes[index];

    /// <summary>Creates a shape; collection expressions such as [1, 28, 28] do the same.</summary>
    /// <param name="sizes">Sizes of at least 1.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or there are 2^63 elements or more.</exception>
    public static Shape Create(params ReadOnlySpan<int> sizes)
    {
        var elements = 1L;
        foreach (var size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(sizes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, long.MaxValue / elements, nameof(sizes));
            elements *= size;
        }

        return new Shape(sizes.ToArray());
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(17, HashCode.Combine);

    /// <summary>"[N, 1, 28, 28]".</summary>
    /// <returns>The sizes after the batch axis N.</returns>
    public override string ToString() => $"[{string.Join(", ", _sizes.Select(size => $"{size}").Prepend("N"))}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
