using System.Text;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>
/// A pickle within a file, and a budget of memory. One byte of a pickle can ask for an object of thirty, so that every
/// object is charged before it is made, at an estimate that lies above its true size.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="bytes">The pickle.</param>
/// <param name="start">Where it begins in the file.</param>
/// <param name="fileLength">Bytes of the whole file.</param>
internal sealed class PickleSource(string path, ReadOnlyMemory<byte> bytes, int start, int fileLength)
{
    /// <summary>What a small object costs at most.</summary>
    public const int ObjectCost = 48;

    private const int FactorOfFile = 3;
    private const long FixedBudget = 14 << 20;
    private const int SmallestList = 4;

    private long _budget = (FactorOfFile * (long)fileLength) + FixedBudget;

    /// <summary>The whole pickle.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Takes memory from the budget.</summary>
    /// <exception cref="MalformedFileException">The budget is used up.</exception>
    public void Charge(int place, long cost)
    {
        _budget -= cost;
        if (_budget < 0)
            throw Malformed(
                place,
                $"the file unfolds into more than {FactorOfFile} times its own {fileLength} bytes, which no state_dict does.");
    }

    /// <summary>Adds to a list and charges what it grows by.</summary>
    public void Add<T>(int place, List<T> list, T item, int itemSize)
    {
        if (list.Count == list.Capacity)
            Charge(place, 2L * Math.Max(list.Capacity, SmallestList) * itemSize);
        list.Add(item);
    }

    /// <summary>An error at a place of the pickle.</summary>
    public MalformedFileException Malformed(int place, string reason) => new(path, start + place, reason);

    /// <summary>A name from the file for a message: of limited length, and no letters that a terminal would obey.</summary>
    public static string Quote(ReadOnlySpan<byte> name)
    {
        const int Longest = 120;
        var text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, Longest)]);
        return string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter))
            + (name.Length > Longest ? "..." : "");
    }
}
