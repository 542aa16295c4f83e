using TorchBasics.Core;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference;

/// <summary>A copy of a network's arrays, as blocks read them.</summary>
internal sealed unsafe class NetworkSnapshot : IDisposable
{
    private readonly List<AlignedFloats> _arrays = [];

    /// <summary>Copies the arrays.</summary>
    /// <param name="model">The network.</param>
    public NetworkSnapshot(Model model)
    {
        var copies = new Queue<ParameterSlot>(
            model.Weights.Select(array => new ParameterSlot(Copy(array.Values<float>()), null)));
        Parameters = [.. model.Architecture.Layers.Select(
            layer => (IReadOnlyList<ParameterSlot>)[.. layer.Parameters.Select(_ => copies.Dequeue())])];
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
