namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>A tuple.</summary>
internal sealed class PickleTuple(PickleValue[] items, int depth) : PickleValue("a tuple", depth)
{
    /// <summary>The tuple of nothing.</summary>
    public static readonly PickleTuple Empty = new([], 0);

    /// <summary>What it holds.</summary>
    public PickleValue[] Items => items;
}
