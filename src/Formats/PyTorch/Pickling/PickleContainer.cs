namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>
/// A value that is filled after it was made: a list, whose items nothing here needs, or a dictionary. It closes when it
/// becomes part of another value, so that no value can come to hold itself.
/// </summary>
internal class PickleContainer(string kind) : PickleValue(kind)
{
    /// <summary>Whether it is part of another value and may not grow any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Ends its growth.</summary>
    public void Close() => IsClosed = true;

    /// <summary>Takes note that it holds a value.</summary>
    public void Nest(PickleValue value) => Depth = Math.Max(Depth, value.Depth + 1);
}
