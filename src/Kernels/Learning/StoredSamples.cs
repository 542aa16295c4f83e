using System.Buffers;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Distortions;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Learning;

/// <summary>
/// Takes batches straight from samples in memory: pixels stay bytes until the moment that a kernel needs them, and are
/// distorted, where training wants that, and normalised on the way.
/// </summary>
internal unsafe class StoredSamples : IBatchSource
{
    // Pixels of each lane between their bytes and their lanes: few enough for the nearest cache.
    private const int PixelsAtOnce = 256;

    private readonly bool _isBytes;
    private readonly float[] _scale;
    private readonly float[] _offset;
    private void* _inputs;
    private int* _labels;
    private long[]? _order;
    private int _start;

    /// <summary>Prepares the source.</summary>
    /// <param name="shape">Shape of a sample.</param>
    /// <param name="isBytes">Whether samples are bytes; else they are floats.</param>
    /// <param name="normalization">How values become the floats that enter a network.</param>
    /// <exception cref="TorchBasicsException">The normalisation is for another number of channels or features.</exception>
    public StoredSamples(Shape shape, bool isBytes, Normalization normalization)
    {
        normalization.CheckFits(shape);
        var entries = Enumerable.Range(0, shape[0]).Select(entry => normalization.Scale.Count == 1 ? 0 : entry).ToList();
        (_scale, _offset) =
            ([.. entries.Select(entry => normalization.Scale[entry])], [.. entries.Select(entry => normalization.Offset[entry])]);
        _isBytes = isBytes;
    }

    /// <summary>How the pictures are distorted; null for not at all.</summary>
    public EpochDistortions? Distortions { get; set; }

    /// <summary>Says where the samples lie; their memory must not move while batches are taken.</summary>
    /// <param name="inputs">The samples, one behind the other.</param>
    /// <param name="labels">The class of each.</param>
    public void Set(void* inputs, int* labels)
    {
        _inputs = inputs;
        _labels = labels;
    }

    /// <summary>Chooses the next batch: a run of an order, or of the set itself.</summary>
    /// <param name="order">Sample numbers; null for the set's own order.</param>
    /// <param name="start">Where the batch begins.</param>
    public void Choose(long[]? order, int start) => (_order, _start) = (order, start);

    /// <inheritdoc/>
    public void Fill(int first, int count, in Plane plane, float* x)
    {
        if (Distortions is not null)
        {
            FillDistorted(first, count, plane, x);
            return;
        }

        if (plane.Pixels == 1)
        {
            FillFeatures(first, count, plane.Channels, x);
            return;
        }

        // Whole rows where they are short, so that few pieces are narrow.
        var most = plane.Width > PixelsAtOnce ? PixelsAtOnce : PixelsAtOnce / plane.Width * plane.Width;
        var values = stackalloc float[Lanes.Count * PixelsAtOnce];
        for (var channel = 0; channel < plane.Channels; channel++)
            for (var pixel = 0; pixel < plane.Pixels; pixel += most)
            {
                var pixels = Math.Min(most, plane.Pixels - pixel);
                for (var lane = 0; lane < Lanes.Count; lane++)
                    if (lane < count)
                        Read(channel, (SampleAt(first + lane) * plane.Features) + ((nint)channel * plane.Pixels) + pixel, pixels,
                            values + (lane * pixels));
                    else
                        new Span<float>(values + (lane * pixels), pixels).Clear();
                SampleLanes.SpreadPixels(plane, channel, pixel, pixels, Lanes.Count, values, pixels, x);
            }
    }

    /// <inheritdoc/>
    public void Label(int first, int count, float* labels)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            labels[lane] = lane < count ? _labels[SampleAt(first + lane)] : -1;
    }

    /// <summary>Writes the pictures of some samples, distorted and normalised.</summary>
    /// <param name="first">First sample, counted within the batch.</param>
    /// <param name="count">How many.</param>
    /// <param name="features">Numbers of a sample.</param>
    /// <param name="y">[count, features].</param>
    public void WriteDistorted(int first, int count, int features, float* y)
    {
        for (var k = 0; k < count; k++)
        {
            var sample = SampleAt(first + k);
            var picture = (byte*)_inputs + (sample * features * (_isBytes ? sizeof(byte) : sizeof(float)));
            Distortions!.Run(sample, picture, _isBytes, _scale, _offset, y + ((nint)k * features));
        }
    }

    private void FillDistorted(int first, int count, in Plane plane, float* x)
    {
        var (features, floats) = (plane.Features, Lanes.Count * plane.Features);
        var values = ArrayPool<float>.Shared.Rent(floats);
        values.AsSpan(count * features, floats - (count * features)).Clear();
        fixed (float* memory = values)
        {
            WriteDistorted(first, count, features, memory);
            SampleLanes.Spread(plane, Lanes.Count, memory, x);
        }

        ArrayPool<float>.Shared.Return(values);
    }

    private long SampleAt(int position) => _order is null ? _start + position : _order[_start + position];

    private void Read(int channel, long first, int count, float* values)
    {
        if (_isBytes)
            PixelScaling.Run(count, (byte*)_inputs + first, _scale[channel], _offset[channel], values);
        else
            PixelScaling.Run(count, (float*)_inputs + first, _scale[channel], _offset[channel], values);
    }

    // Samples without rows and columns: each number has a scale of its own.
    private void FillFeatures(int first, int count, int features, float* x)
    {
        new Span<float>(x, features * Lanes.Count).Clear();
        for (var lane = 0; lane < count; lane++)
        {
            var start = SampleAt(first + lane) * features;
            for (var feature = 0; feature < features; feature++)
            {
                var value = _isBytes ? ((byte*)_inputs)[start + feature] : ((float*)_inputs)[start + feature];
                x[(feature * Lanes.Count) + lane] = (value * _scale[feature]) + _offset[feature];
            }
        }
    }
}
