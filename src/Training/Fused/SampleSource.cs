using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Fused;

/// <summary>
/// Takes batches straight from a sample set: pixels stay bytes until the moment that a kernel needs them, and are
/// normalised on the way.
/// </summary>
internal sealed unsafe class SampleSource : IBatchSource, IDisposable
{
    private readonly MemoryHandle _inputs;
    private readonly MemoryHandle _labels;
    private readonly float[][]? _levels;
    private readonly float[] _scale;
    private readonly float[] _offset;
    private long[]? _order;
    private int _start;

    /// <summary>Prepares the source.</summary>
    /// <param name="set">The samples.</param>
    /// <param name="normalization">How values become floats.</param>
    /// <exception cref="TorchBasicsException">The normalisation is for another number of channels or features.</exception>
    public SampleSource(SampleSet set, Normalization normalization)
    {
        normalization.CheckFits(set.Shape);
        (_inputs, _labels) = (set.Inputs.Bytes.Pin(), set.Labels.Pin());
        var entries = Enumerable.Range(0, set.Shape[0]).Select(entry => normalization.Scale.Count == 1 ? 0 : entry).ToList();
        (_scale, _offset) =
            ([.. entries.Select(entry => normalization.Scale[entry])], [.. entries.Select(entry => normalization.Offset[entry])]);
        if (set.Inputs.Type == ElementType.UInt8)
            _levels = [.. entries.Select(
                (_, entry) => Enumerable.Range(0, 256).Select(level => (level * _scale[entry]) + _offset[entry]).ToArray())];
    }

    /// <summary>Chooses the next batch: a run of an order, or of the set itself.</summary>
    /// <param name="order">Sample numbers; null for the set's own order.</param>
    /// <param name="start">Where the batch begins.</param>
    public void Choose(long[]? order, int start) => (_order, _start) = (order, start);

    /// <inheritdoc/>
    public void Fill(int first, int count, in Plane plane, float* x)
    {
        // Row by row, so that the vectors of a row are still in the nearest cache when the next sample comes.
        for (var channel = 0; channel < plane.Channels; channel++)
            for (var row = 0; row < plane.Height; row++)
            {
                var target = x + plane.Offset(channel, row, 0);
                var start = ((nint)channel * plane.Pixels) + (row * plane.Width);
                for (var lane = 0; lane < Lanes.Count; lane++)
                {
                    if (lane >= count)
                        Clear(plane.Width, target + lane);
                    else if (_levels is not null)
                        FillPixels(
                            (byte*)_inputs.Pointer + (SampleAt(first + lane) * plane.Features) + start,
                            plane.Width,
                            _levels[channel],
                            target + lane);
                    else
                        FillFeatures(
                            (float*)_inputs.Pointer + (SampleAt(first + lane) * plane.Features) + start,
                            plane.Width,
                            _scale[channel],
                            _offset[channel],
                            target + lane);
                }
            }
    }

    /// <inheritdoc/>
    public void Label(int first, int count, float* labels)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            labels[lane] = lane < count ? ((int*)_labels.Pointer)[SampleAt(first + lane)] : -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _labels.Dispose();
    }

    private long SampleAt(int position) => _order is null ? _start + position : _order[_start + position];

    private static void FillPixels(byte* pixels, int count, float[] levels, float* x)
    {
        ref var level = ref MemoryMarshal.GetArrayDataReference(levels); // a byte is always within its 256 levels
        for (var i = 0; i < count; i++)
            x[i * Lanes.Count] = Unsafe.Add(ref level, pixels[i]);
    }

    private static void FillFeatures(float* features, int count, float scale, float offset, float* x)
    {
        for (var i = 0; i < count; i++)
            x[i * Lanes.Count] = (features[i] * scale) + offset;
    }

    private static void Clear(int count, float* x)
    {
        for (var i = 0; i < count; i++)
            x[i * Lanes.Count] = 0;
    }
}
