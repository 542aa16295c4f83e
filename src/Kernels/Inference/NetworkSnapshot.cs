using TorchBasics.Core;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference;

/// <summary>A copy of a network's arrays, as blocks read them.</summary>
internal sealed unsafe class NetworkSnapshot : IDisposable
{
    private readonly List<AlignedFloats> _arrays = [];

    /// <summary>Copies the arrays.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="arrays">Its arrays, in any order.</param>
    /// <exception cref="TorchBasicsException">They do not belong to it: kind Data.</exception>
    public NetworkSnapshot(Architecture architecture, IReadOnlyList<NamedArray> arrays)
    {
        var given = StateMatch.Check(architecture, arrays);
        var copies = new Queue<ParameterSlot>();
        foreach (var (name, _) in architecture.Parameters)
            copies.Enqueue(new(Copy(given[name].Values<float>()), null));
        Parameters = [.. architecture.Layers.Select(layer => (IReadOnlyList<ParameterSlot>)[.. layer.Parameters.Select(_ => copies.Dequeue())])];
    }

    /// <summary>The arrays, layer by layer.</summary>
    public IReadOnlyList<IReadOnlyList<ParameterSlot>> Parameters { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var array in _arrays)
            array.Dispose();
    }

    private float* Copy(ReadOnlySpan<float> values)
    {
        var copy = new AlignedFloats(values.Length);
        _arrays.Add(copy);
        values.CopyTo(new Span<float>(copy.Pointer, values.Length));
        return copy.Pointer;
    }
}
