using System.Buffers;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Learning;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Fused;

/// <summary>Takes batches straight from a sample set.</summary>
internal sealed unsafe class SampleSource : StoredSamples, IDisposable
{
    private readonly MemoryHandle _inputs;
    private readonly MemoryHandle _labels;

    /// <summary>Prepares the source.</summary>
    /// <param name="set">The samples.</param>
    /// <param name="normalization">How values become floats.</param>
    /// <exception cref="TorchBasicsException">The normalisation is for another number of channels or features.</exception>
    public SampleSource(SampleSet set, Normalization normalization)
        : base(set.Shape, set.Inputs.Type == ElementType.UInt8, normalization)
    {
        (_inputs, _labels) = (set.Inputs.Bytes.Pin(), set.Labels.Pin());
        Set(_inputs.Pointer, (int*)_labels.Pointer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _labels.Dispose();
    }
}
