using System.Buffers;
using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Distortions;
using TorchBasics.Kernels.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Data;

/// <summary>
/// Distorts training pictures at random, each epoch anew. What happens to a sample depends on the seed, the epoch and the
/// sample's number alone, not on the batch it comes in, so that a run can resume at any step. On the CPU our own
/// kernel makes the pictures straight from the samples; elsewhere tensor operations do, and the random numbers of a whole epoch
/// reach the device in one copy at its start.
/// </summary>
public sealed unsafe class Augmenter : IDisposable
{
    private readonly Augmentation _augmentation;
    private readonly TensorData _data;
    private readonly ulong _seed;
    private readonly Size2d _size;
    private readonly Size2d _knotGrid;
    private readonly PictureDistortion? _kernel; // on the CPU
    private readonly StoredSamples? _samples;
    private readonly MemoryHandle _pictures;
    private readonly PictureWarp? _warp; // elsewhere
    private Tensor? _maps; // [N, 2, 3]
    private Tensor? _knots; // [N, 2, knot rows, knot columns]

    /// <summary>Prepares the distortion of a data set's pictures.</summary>
    /// <param name="augmentation">How far pictures are distorted.</param>
    /// <param name="data">The training set; it must outlive this object.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <exception cref="TorchBasicsException">
    /// A number is out of range, or the set does not hold pictures: kind Usage.
    /// </exception>
    public Augmenter(Augmentation augmentation, TensorData data, ulong seed)
    {
        Check(augmentation);
        var shape = data.Source.Shape;
        if (shape.Count != 3)
        {
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"Augmentation distorts pictures [N, C, H, W]; the data set {data.Source.Name} holds {shape}. Train without it.");
        }

        (_augmentation, _data, _seed) = (augmentation, data, seed);
        var sigma = augmentation.ElasticSigma;
        _size = new Size2d(shape[1], shape[2]);
        _knotGrid = new Size2d(
            ElasticSmoothing.KnotCount(_size.Height, sigma), ElasticSmoothing.KnotCount(_size.Width, sigma));
        if (data.Device.type == DeviceType.CPU)
        {
            _kernel = new PictureDistortion(
                shape, _knotGrid, ElasticSmoothing.Weights(_size.Height, sigma), ElasticSmoothing.Weights(_size.Width, sigma));
            _samples = new StoredSamples(shape, isBytes: data.Source.IsPictures, data.Normalization);
            _pictures = data.Source.Inputs.Bytes.Pin();
            _samples.Set(_pictures.Pointer, labels: null);
        }
        else
        {
            _warp = new PictureWarp(
                shape, [.. Enumerable.Range(0, shape[0]).Select(data.Normalization.Background)], data.Device, sigma);
        }
    }

    /// <summary>The distortions of the epoch, for our own kernels; null on a device that they do not know.</summary>
    internal EpochDistortions? Epoch { get; private set; }

    /// <summary>Draws the distortions of one epoch.</summary>
    /// <param name="epoch">Epoch, counted from 0.</param>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Release();
        var (maps, knots) = (DrawMaps(epoch), _augmentation.Elastic > 0 ? DrawKnots(epoch) : null);
        if (_kernel is not null)
        {
            Epoch = _samples!.Distortions = new EpochDistortions(_kernel, maps, knots);
            return;
        }

        using var scope = NewDisposeScope();
        _maps = tensor(maps, [_data.Count, 2, 3], device: _data.Device).DetachFromDisposeScope();
        if (knots is not null)
            _knots = tensor(knots, [_data.Count, 2, _knotGrid.Height, _knotGrid.Width], device: _data.Device)
                .DetachFromDisposeScope();
    }

    /// <summary>The pictures of some samples, distorted.</summary>
    /// <param name="indices">Int64 [B] on the device of the data: which samples.</param>
    /// <returns>Float32 [B, C, H, W], normalised as the data set is; it belongs to the current dispose scope.</returns>
    /// <exception cref="InvalidOperationException">No epoch was started.</exception>
    public Tensor Gather(Tensor indices)
    {
        if (_maps is null && Epoch is null)
            throw new InvalidOperationException("StartEpoch draws the distortions; call it before Gather.");
        using var scope = NewDisposeScope();
        return (_warp is null
            ? Distorted(indices)
            : _warp.Apply(
                _data.Inputs.index_select(0, indices), _maps!.index_select(0, indices), _knots?.index_select(0, indices)))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _warp?.Dispose();
        _pictures.Dispose();
    }

    private static void Check(Augmentation augmentation)
    {
        foreach (var (value, name) in new[]
        {
            (augmentation.Shift, "shift"), (augmentation.Rotation, "rotation"), (augmentation.Scale, "scale"),
            (augmentation.Squeeze, "squeeze"), (augmentation.Shear, "shear"), (augmentation.Elastic, "elastic"),
        })
        {
            var isFactor = name is "scale" or "squeeze";
            if (!double.IsFinite(value) || value < 0 || (isFactor && value >= 1))
            {
                var range = isFactor ? "from 0 up to but not including 1" : "of at least 0";
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"The {name} of the augmentation is {value}; expected a number {range}.");
            }
        }

        if (augmentation.ElasticSigma is not (>= 1 and <= 1000))
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"The elastic sigma of the augmentation is {augmentation.ElasticSigma}; "
                + "expected a number of pixels from 1 to 1000.");
    }

    // Each sample is distorted by itself, so that the number of threads changes nothing.
    private Tensor Distorted(Tensor indices)
    {
        var (order, features) = (indices.data<long>().ToArray(), (int)_data.Source.Shape.Elements);
        _samples!.Choose(order, start: 0);
        var pictures = empty([order.Length, .. _data.Source.Shape], dtype: ScalarType.Float32);
        using var memory = pictures.Borrow<float>();
        using var pin = memory.Pin();
        var values = (nint)pin.Pointer;
        Parallel.For(
            0,
            order.Length,
            new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() },
            k => _samples.WriteDistorted(k, 1, features, (float*)values + ((nint)k * features)));
        return pictures;
    }

    private float[] DrawMaps(int epoch)
    {
        var random = RandomGenerator.ForStream(_seed, "augment", (ulong)epoch);
        var squeezes = RandomGenerator.ForStream(_seed, "squeeze", (ulong)epoch);
        var maps = new float[_data.Count * 6];
        for (var sample = 0; sample < _data.Count; sample++)
        {
            // Five numbers for each sample, whatever the settings, in this order, and one from the stream of squeezes.
            var map = AffineMap.Of(
                _size,
                shiftX: Around(random, 0, _augmentation.Shift),
                shiftY: Around(random, 0, _augmentation.Shift),
                degrees: Around(random, 0, _augmentation.Rotation),
                scale: Around(random, 1, _augmentation.Scale),
                shear: Around(random, 0, _augmentation.Shear),
                squeeze: Around(squeezes, 1, _augmentation.Squeeze));
            var target = maps.AsSpan(sample * 6);
            (target[0], target[1], target[2]) = (map.XX, map.XY, map.X);
            (target[3], target[4], target[5]) = (map.YX, map.YY, map.Y);
        }

        return maps;

        static double Around(RandomGenerator random, double middle, double deviation) =>
            random.NextUniform(middle - deviation, middle + deviation);
    }

    private float[] DrawKnots(int epoch)
    {
        var random = RandomGenerator.ForStream(_seed, "elastic", (ulong)epoch);
        var perAxis = _knotGrid.Area;
        var knots = new float[_data.Count * 2 * perAxis];
        for (var start = 0; start < knots.Length; start += perAxis)
        {
            // Uniform in +-sqrt(3) has deviation 1; a pixel is 2 / size of the grid's coordinates.
            var size = start / perAxis % 2 == 0 ? _size.Width : _size.Height;
            var reach = (float)(_augmentation.Elastic * Math.Sqrt(3) * 2 / size);
            foreach (ref var knot in knots.AsSpan(start, perAxis))
                knot = reach * ((2 * random.NextSingle()) - 1);
        }

        return knots;
    }

    private void Release()
    {
        _maps?.Dispose();
        _knots?.Dispose();
        (_maps, _knots, Epoch) = (null, null, null);
    }
}
