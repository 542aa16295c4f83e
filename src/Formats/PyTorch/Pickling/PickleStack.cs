using System.Runtime.InteropServices;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>The values that instructions work on. A mark keeps those below it out of reach until it is taken away.</summary>
internal sealed class PickleStack(PickleSource source)
{
    private readonly List<PickleValue> _values = [];
    private readonly List<int> _marks = [];

    /// <summary>Values that can be reached.</summary>
    public int Reachable => _values.Count - (_marks.Count > 0 ? _marks[^1] : 0);

    /// <summary>Marks that are set.</summary>
    public int MarkCount => _marks.Count;

    /// <summary>Puts a value on top.</summary>
    public void Push(int place, PickleValue value) => source.Add(place, _values, value, IntPtr.Size);

    /// <summary>Sets a mark on top.</summary>
    public void Mark(int place) => source.Add(place, _marks, _values.Count, sizeof(int));

    /// <summary>The value on top, which stays there.</summary>
    public PickleValue Peek(int place) => Reachable > 0 ? _values[^1] : throw Empty(place);

    /// <summary>Takes the value on top.</summary>
    public PickleValue Pop(int place)
    {
        var value = Peek(place);
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>Takes some values, the lowest first.</summary>
    public PickleValue[] Pop(int place, int count)
    {
        if (count > Reachable)
            throw Empty(place);
        source.Charge(place, PickleSource.ObjectCost + ((long)count * IntPtr.Size));
        var values = CollectionsMarshal.AsSpan(_values)[^count..].ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return values;
    }

    /// <summary>Takes the values above the mark, the lowest first, and the mark.</summary>
    public PickleValue[] PopToMark(int place)
    {
        if (_marks.Count == 0)
            throw source.Malformed(place, "an instruction needs a mark that was never set.");
        var values = Pop(place, Reachable);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    private MalformedFileException Empty(int place) =>
        source.Malformed(place, "an instruction needs more values than there are.");
}
