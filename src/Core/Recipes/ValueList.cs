using System.Collections;

namespace TorchBasics.Core.Recipes;

/// <summary>A copy of a list that equals every other with the same values, as the records that hold it are to do.</summary>
/// <typeparam name="T">The values.</typeparam>
/// <param name="values">The values, which are copied.</param>
public sealed class ValueList<T>(IEnumerable<T> values) : IReadOnlyList<T>
{
    private readonly T[] _values = [.. values];

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public T this[int index] => _values[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueList<T> other && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in _values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _values)}]";
}
