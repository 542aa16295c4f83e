using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using static TorchSharp.torch;

namespace TorchBasics.Training.Data;

/// <summary>
/// Distorts training pictures at random, each epoch anew. What happens to a sample depends on the seed, the epoch and the
/// sample's number alone, not on the batch it comes in, so that a run can resume at any step. The random numbers of a whole
/// epoch reach the device in one copy at its start.
/// </summary>
public sealed class Augmenter : IDisposable
{
    private readonly Augmentation _augmentation;
    private readonly TensorData _data;
    private readonly ulong _seed;
    private readonly PictureWarp _warp;
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
        _warp = new PictureWarp(
            shape, [.. Enumerable.Range(0, shape[0]).Select(data.Normalization.Background)], data.Device, augmentation.ElasticSigma);
    }

    /// <summary>Draws the distortions of one epoch.</summary>
    /// <param name="epoch">Epoch, counted from 0.</param>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Release();
        using var scope = NewDisposeScope();
        _maps = tensor(DrawMaps(epoch), [_data.Count, 2, 3], device: _data.Device).DetachFromDisposeScope();
        if (_augmentation.Elastic > 0)
            _knots = tensor(DrawKnots(epoch), [_data.Count, 2, _warp.Knots.Height, _warp.Knots.Width], device: _data.Device)
                .DetachFromDisposeScope();
    }

    /// <summary>Distorts the pictures of one batch.</summary>
    /// <param name="pictures">Float32 [B, C, H, W], normalised as the data set is.</param>
    /// <param name="indices">Int64 [B] on the same device: which samples they are.</param>
    /// <returns>Float32 [B, C, H, W]; it belongs to the current dispose scope.</returns>
    /// <exception cref="InvalidOperationException">No epoch was started.</exception>
    public Tensor Apply(Tensor pictures, Tensor indices)
    {
        if (_maps is null)
            throw new InvalidOperationException("StartEpoch draws the distortions; call it before Apply.");
        using var scope = NewDisposeScope();
        return _warp.Apply(pictures, _maps.index_select(0, indices), _knots?.index_select(0, indices)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _warp.Dispose();
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
                $"The elastic sigma of the augmentation is {augmentation.ElasticSigma}; expected a number of pixels from 1 to 1000.");
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
                _warp.Size,
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
        var perAxis = _warp.Knots.Area;
        var knots = new float[_data.Count * 2 * perAxis];
        for (var i = 0; i < knots.Length; i++)
        {
            // Uniform in +-sqrt(3) has deviation 1; a pixel is 2 / size of the grid's coordinates.
            var size = i / perAxis % 2 == 0 ? _warp.Size.Width : _warp.Size.Height;
            var reach = (float)(_augmentation.Elastic * Math.Sqrt(3) * 2 / size);
            knots[i] = reach * ((2 * random.NextSingle()) - 1);
        }

        return knots;
    }

    private void Release()
    {
        _maps?.Dispose();
        _knots?.Dispose();
        (_maps, _knots) = (null, null);
    }
}
