using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Training.Ranks;

/// <summary>
/// How the gradients of a network are cut into parts that are exchanged one by one: from the last layer to the first, as the
/// backward pass leaves them, and each large enough that its own messages are worth it.
/// </summary>
internal sealed class GradientParts
{
    private const int WorthMessages = 1 << 16; // floats: some 2 ms on 1 Gbit/s, far above what a message costs by itself

    private readonly int[] _partOf;
    private readonly List<(int Start, int Count)> _ranges = [];

    /// <summary>Cuts.</summary>
    public GradientParts(GradientMemory memory)
    {
        _partOf = new int[memory.Layers.Count];
        var end = memory.Floats;
        for (var layer = memory.Layers.Count - 1; layer >= 0; layer--)
        {
            _partOf[layer] = _ranges.Count;
            var start = memory.Layers[layer].Start;
            if (layer > 0 && (end - start < WorthMessages || start < WorthMessages))
                continue; // what is left for the last part is worth messages, too
            if (end > start || _ranges.Count == 0)
                _ranges.Add((start, end - start));
            end = start;
        }
    }

    /// <summary>How many there are, at least 1.</summary>
    public int Count => _ranges.Count;

    /// <summary>The part that a layer belongs to.</summary>
    public int Of(int layer) => Math.Min(_partOf[layer], Count - 1);

    /// <summary>Where a part lies among the gradients, in floats.</summary>
    public (int Start, int Count) Range(int part) => _ranges[part];

    /// <summary>The slice of a part that one rank adds up for all: whole cache lines.</summary>
    public (int Start, int Count) Slice(int part, int rank, int ranks)
    {
        var (start, count) = _ranges[part];
        var lines = Lanes.Groups(count);
        var (first, end) = ((int)((long)rank * lines / ranks), (int)((rank + 1L) * lines / ranks));
        return (start + (first * Lanes.Count), (Math.Min(end * Lanes.Count, count) - (first * Lanes.Count)));
    }
}
