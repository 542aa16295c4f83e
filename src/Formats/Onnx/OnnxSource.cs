using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Onnx;

/// <summary>
/// The file that is read, and a budget of memory. Two bytes of a message can ask for an object of a hundred, so that
/// every object is charged before it is made, at an estimate that lies above its true size.
/// </summary>
internal sealed class OnnxSource(string path, ReadOnlyMemory<byte> bytes)
{
    /// <summary>What a small object and its place in a list, grown by doubling, cost.</summary>
    public const int ObjectCost = 96;

    private const int FactorOfFile = 3;
    private const long FixedBudget = 12 << 20;

    private readonly List<string> _unread = [];
    private long _budget = (FactorOfFile * (long)bytes.Length) + FixedBudget;

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>What the file holds and our records cannot.</summary>
    public IReadOnlyList<string> Unread => _unread;

    /// <summary>Notes something that is passed over.</summary>
    public void Skip(int offset, string what)
    {
        Charge(offset, (sizeof(char) * (long)what.Length) + ObjectCost);
        _unread.Add(what);
    }

    /// <summary>Takes memory from the budget.</summary>
    /// <exception cref="MalformedFileException">The budget is used up.</exception>
    public void Charge(int offset, long cost)
    {
        _budget -= cost;
        if (_budget < 0)
            throw Malformed(offset, $"the file unfolds into more than {FactorOfFile} times its own {bytes.Length} bytes. "
                + "Large tensors are expected as raw_data, not as lists of numbers.");
    }

    /// <summary>An error at a place of the file.</summary>
    public MalformedFileException Malformed(int offset, string reason) => new(path, offset, reason);
}
