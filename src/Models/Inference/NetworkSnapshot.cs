using TorchBasics.Bindings.Kernels;
using TorchBasics.Core;
using TorchBasics.Models.Fused;

namespace TorchBasics.Models.Inference;

/// <summary>A copy of a network's arrays, as blocks read them.</summary>
internal sealed unsafe class NetworkSnapshot : IDisposable
{
    private readonly List<AlignedFloats> _arrays = [];

    /// <summary>Copies the arrays, from whatever device.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="TorchBasicsException">An array is not in single precision: kind Usage.</exception>
    public NetworkSnapshot(Network network)
    {
        var copies = new Queue<ParameterSlot>();
        foreach (var array in network.Save())
            copies.Enqueue(new(Copy(network.Architecture, array), null));
        Parameters = [.. network.Architecture.Layers.Select(layer => (IReadOnlyList<ParameterSlot>)[.. layer.Parameters.Select(_ => copies.Dequeue())])];
    }

    /// <summary>The arrays, layer by layer.</summary>
    public IReadOnlyList<IReadOnlyList<ParameterSlot>> Parameters { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var array in _arrays)
            array.Dispose();
    }

    private float* Copy(Architecture architecture, NamedArray array)
    {
        if (array.Type != ElementType.Float32)
        {
            Dispose();
            throw new TorchBasicsException(
                ErrorKind.Usage, $"A predictor computes in Float32; {array.Name} of {architecture.Name} holds {array.Type}. network.to(ScalarType.Float32) converts it.");
        }

        var values = array.Values<float>();
        var copy = new AlignedFloats(values.Length);
        _arrays.Add(copy);
        values.CopyTo(new Span<float>(copy.Pointer, values.Length));
        return copy.Pointer;
    }
}
