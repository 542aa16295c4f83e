using System.Text.Json.Serialization;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Core;

/// <summary>
/// How the values of a data set become the floats that a network sees: x = v * Scale + Offset, with one pair of numbers
/// for everything or one pair for each entry of a sample's first axis (a channel of a picture, a feature of a vector).
/// Stored in checkpoints, so that a network always meets the values that it was trained on.
/// </summary>
public sealed record Normalization
{
    private readonly float[] _scale;
    private readonly float[] _offset;

    /// <summary>Describes a normalisation.</summary>
    /// <param name="scale">Factors: one, or one per channel or feature.</param>
    /// <param name="offset">Summands: as many as there are factors.</param>
    /// <exception cref="TorchBasicsException">The counts differ or are 0, or a number is not finite.</exception>
    [JsonConstructor]
    public Normalization(IReadOnlyList<float> scale, IReadOnlyList<float> offset)
    {
        if (scale is null || offset is null || scale.Count == 0 || scale.Count != offset.Count
            || !scale.Concat(offset).All(float.IsFinite))
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"A normalisation has {scale?.Count ?? 0} factors and {offset?.Count ?? 0} summands; "
                + "expected the same number of both, at least 1, all finite.");
        }

        (_scale, _offset) = ([.. scale], [.. offset]);
    }

    /// <summary>The values as they are.</summary>
    public static Normalization Identity { get; } = new([1], [0]);

    /// <summary>Factors: one, or one per channel or feature.</summary>
    public IReadOnlyList<float> Scale => _scale;

    /// <summary>Summands: one, or one per channel or feature.</summary>
    public IReadOnlyList<float> Offset => _offset;

    /// <summary>Pixel 0 becomes the background, pixel 255 the foreground, linearly between.</summary>
    /// <param name="range">The two values.</param>
    /// <returns>The normalisation.</returns>
    public static Normalization FromRange(PixelRange range) =>
        new([(float)(((double)range.Foreground - range.Background) / byte.MaxValue)], [range.Background]);

    /// <summary>
    /// Pixels between 0 and 1, less a mean, divided by a deviation, as torchvision's ToTensor and Normalize do it.
    /// </summary>
    /// <param name="mean">Mean of the pixels between 0 and 1.</param>
    /// <param name="deviation">Their deviation, above 0.</param>
    /// <returns>The normalisation.</returns>
    /// <exception cref="TorchBasicsException">The numbers give no finite factors.</exception>
    public static Normalization FromMean(double mean, double deviation) =>
        new([(float)(1 / (byte.MaxValue * deviation))], [(float)(-mean / deviation)]);

    /// <summary>Checks that the normalisation has the right count of numbers for samples of a shape.</summary>
    /// <param name="shape">Shape of one sample.</param>
    /// <exception cref="TorchBasicsException">It has neither one pair nor one per entry of the first axis.</exception>
    public void CheckFits(Shape shape)
    {
        if (_scale.Length != 1 && _scale.Length != shape[0])
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"A normalisation for {_scale.Length} channels or features met samples {shape}; "
                + "the data must be of the kind that the model was trained on.");
        }
    }

    /// <summary>What pixel 0 becomes, channel by channel: the value of a picture's background.</summary>
    /// <param name="channel">Channel, counted from 0.</param>
    /// <returns>The value.</returns>
    public float Background(int channel) => _offset[_offset.Length == 1 ? 0 : channel];

    /// <summary>Normalises one sample outside libtorch.</summary>
    /// <param name="values">Its numbers, row by row.</param>
    /// <param name="shape">Its shape.</param>
    /// <returns>The floats, row by row.</returns>
    /// <exception cref="TorchBasicsException">The normalisation is for another number of channels or features.</exception>
    public float[] Apply(ReadOnlySpan<byte> values, Shape shape)
    {
        var floats = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
            floats[i] = values[i];
        ApplyInPlace(floats, shape);
        return floats;
    }

    /// <summary>Normalises one sample outside libtorch, in place.</summary>
    /// <param name="values">Its numbers, row by row.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="TorchBasicsException">The normalisation is for another number of channels or features.</exception>
    public void ApplyInPlace(Span<float> values, Shape shape)
    {
        CheckFits(shape);
        var perEntry = values.Length / shape[0];
        for (var i = 0; i < values.Length; i++)
        {
            var entry = _scale.Length == 1 ? 0 : i / perEntry;
            values[i] = (values[i] * _scale[entry]) + _offset[entry];
        }
    }

    /// <inheritdoc/>
    public bool Equals(Normalization? other) =>
        other is not null && _scale.AsSpan().SequenceEqual(other._scale) && _offset.AsSpan().SequenceEqual(other._offset);

    /// <inheritdoc/>
    public override int GetHashCode() => _scale.Concat(_offset).Aggregate(17, HashCode.Combine);
}
