using TorchBasics.Bindings.Memory;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using static TorchSharp.torch;

namespace TorchBasics.Training.Fused;

/// <summary>Takes batches that libtorch has made, such as distorted pictures.</summary>
internal sealed unsafe class TensorSource : IBatchSource, IDisposable
{
    private TensorMemory<float>? _inputs;
    private TensorMemory<long>? _labels;
    private float* _values;
    private long* _classes;
    private int _first;

    /// <summary>Sets the next batch.</summary>
    /// <param name="inputs">Float32 [B, ...] on the CPU, contiguous.</param>
    /// <param name="labels">Int64 [B] on the CPU; null where nobody will ask.</param>
    /// <param name="first">How many samples of the batch come before these; nobody asks for them here.</param>
    public void Set(Tensor inputs, Tensor? labels, int first = 0)
    {
        Release();
        _first = first;
        (_inputs, _labels) = (inputs.Borrow<float>(), labels?.Borrow<long>());
        _values = (float*)_inputs.Pin().Pointer;
        _classes = _labels is null ? null : (long*)_labels.Pin().Pointer;
    }

    /// <inheritdoc/>
    public void Fill(int first, int count, in Plane plane, float* x)
    {
        if (count < Lanes.Count)
            Clear(plane, x);
        SampleLanes.Spread(plane, count, _values + ((nint)(first - _first) * plane.Features), x);
    }

    /// <inheritdoc/>
    public void Label(int first, int count, float* labels)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            labels[lane] = lane < count ? _classes[first - _first + lane] : -1;
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    private static void Clear(in Plane plane, float* x)
    {
        for (var channel = 0; channel < plane.Channels; channel++)
            for (var row = 0; row < plane.Height; row++)
                new Span<float>(x + plane.Offset(channel, row, 0), plane.Width * Lanes.Count).Clear();
    }

    private void Release()
    {
        ((IDisposable?)_inputs)?.Dispose();
        ((IDisposable?)_labels)?.Dispose();
        (_inputs, _labels) = (null, null);
    }
}
