using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Tracing;

/// <summary>How one element of a result came about.</summary>
/// <remarks>
/// Where the element is a function of one weighted sum, as in a fully connected layer, a convolution or a pooling by the
/// mean, followed by an activation or not, the sum is taken apart into bias and terms. Elements that mix several sums,
/// such as those of a softmax, have only their expression.
/// </remarks>
public sealed class ElementTrace
{
    private ElementTrace(string label, TraceNode expression)
    {
        (Label, Expression) = (label, expression);
        Sum = WeightedSum.Find(expression);
        (Bias, Terms) = Sum is null ? (null, []) : WeightedSum.TakeApart(Sum);
    }

    /// <summary>Its name, such as "y[0, 2]".</summary>
    public string Label { get; }

    /// <summary>The whole expression.</summary>
    public TraceNode Expression { get; }

    /// <summary>The number.</summary>
    public double Result => Expression.Value;

    /// <summary>The weighted sum in it; the expression itself where nothing follows the sum; null where there is none.</summary>
    public TraceNode? Sum { get; }

    /// <summary>The parameter that the sum begins with; null where it has none.</summary>
    public TraceNode? Bias { get; }

    /// <summary>The terms of the sum, in the order of addition.</summary>
    public IReadOnlyList<TraceTerm> Terms { get; }

    /// <summary>The trace of a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="label">A name for it.</param>
    /// <returns>The trace.</returns>
    public static ElementTrace Of(Traced number, string label = "y") => new(label, number.Node);

    /// <summary>The trace of an element of an array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="index">One index for each axis.</param>
    /// <param name="name">A name for the array.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="ArgumentException">There are more or fewer indices than axes, or one is beyond its axis.</exception>
    public static ElementTrace Of(Tensor<Traced> array, ReadOnlySpan<int> index, string name = "y")
    {
        if (index.Length != array.Rank)
            throw new ArgumentException($"Got {index.Length} indices for an array with {array.Rank} axes.", nameof(index));
        var position = 0;
        for (var axis = 0; axis < index.Length; axis++)
        {
            if (index[axis] < 0 || index[axis] >= array.Sizes[axis])
                throw new ArgumentException($"Index {index[axis]} lies outside axis {axis} of {array}.", nameof(index));
            position = (position * array.Sizes[axis]) + index[axis];
        }

        return new($"{name}[{string.Join(", ", index.ToArray())}]", array.Elements[position].Node);
    }

    /// <summary>
    /// The trace as lines of text: result, bias, each term with its product and partial sum, what follows the sum.
    /// </summary>
    /// <returns>The lines, each ended by a line feed.</returns>
    public override string ToString() => ElementText.Of(this);
}
