using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Blocks;

/// <summary>
/// Which input channels each output channel sees (LeCun et al. 1998, table I). The kernels compute with all pairs; those
/// without a connection have weights of zero.
/// </summary>
/// <param name="inputs">For each output, its inputs.</param>
/// <param name="channels">Input channels.</param>
/// <param name="area">Elements of a kernel.</param>
internal sealed unsafe class ConnectionTable(IReadOnlyList<IReadOnlyList<int>> inputs, int channels, int area) : IDisposable
{
    private readonly int[] _places =
        [.. inputs.SelectMany((row, output) => row.Select(input => ((output * channels) + input) * area))];
    private readonly AlignedFloats _dense = new((long)inputs.Count * channels * area);

    /// <summary>The table of a convolution with groups.</summary>
    public static ConnectionTable Of(Conv2d layer) => new(
        [.. Enumerable.Range(0, layer.OutputChannels).Select(output => (IReadOnlyList<int>)[.. Enumerable.Range(
            output / (layer.OutputChannels / layer.Groups) * layer.GroupInputs, layer.GroupInputs)])],
        layer.InputChannels,
        layer.Window.Kernel.Area);

    /// <summary>From [connection, element] to [output, input, element], which is this object's own.</summary>
    public float* Spread(float* connections)
    {
        for (var i = 0; i < _places.Length; i++)
            new ReadOnlySpan<float>(connections + ((nint)i * area), area)
                .CopyTo(new Span<float>(_dense.Pointer + _places[i], area));
        return _dense.Pointer;
    }

    /// <summary>From [output, input, element] to [connection, element].</summary>
    public void Pick(float* dense, float* connections)
    {
        for (var i = 0; i < _places.Length; i++)
            new ReadOnlySpan<float>(dense + _places[i], area).CopyTo(new Span<float>(connections + ((nint)i * area), area));
    }

    /// <inheritdoc/>
    public void Dispose() => _dense.Dispose();
}
