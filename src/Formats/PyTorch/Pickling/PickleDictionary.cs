namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>A dictionary.</summary>
/// <param name="isOrdered">Whether it is an OrderedDict, which alone may get attributes.</param>
internal sealed class PickleDictionary(bool isOrdered) : PickleContainer("a dictionary")
{
    private HashSet<string>? _keys; // most stay empty
    private List<(string Key, PickleValue Value)>? _items;

    /// <summary>Whether it is an OrderedDict.</summary>
    public bool IsOrdered => isOrdered;

    /// <summary>Whether all keys are texts and all values tensors.</summary>
    public bool HoldsOnlyNamedTensors { get; private set; } = true;

    /// <summary>Keys and values, in the order of the file.</summary>
    public IReadOnlyList<(string Key, PickleValue Value)> Items => _items is null ? [] : _items;

    /// <summary>Adds an item; false when there is one with such a key.</summary>
    public bool TryAdd(string key, bool isText, PickleValue value)
    {
        HoldsOnlyNamedTensors &= isText && value is PickleTensor;
        if (!(_keys ??= []).Add(key))
            return false;
        (_items ??= []).Add((key, value));
        Nest(value);
        return true;
    }
}
