using System.Buffers.Binary;
using System.Security.Cryptography;
using TorchBasics.Reference.Learning;

namespace TorchBasics.Verification.Runs.Data;

/// <summary>Samples as they stand in their source: bytes of pictures or floats of rows, and the class of each.</summary>
/// <param name="sizes">Sizes of one sample: [C, H, W] or [F].</param>
/// <param name="pixels">All pixels of pictures; null for rows.</param>
/// <param name="features">All numbers of rows; null for pictures.</param>
/// <param name="labels">The class of each sample.</param>
internal sealed class PlainSet(int[] sizes, byte[]? pixels, float[]? features, int[] labels)
{
    /// <summary>Sizes of one sample.</summary>
    public IReadOnlyList<int> Sizes => sizes;

    /// <summary>Numbers of one sample.</summary>
    public int Elements { get; } = sizes.Aggregate(1, (product, size) => product * size);

    /// <summary>All pixels; null for rows of numbers.</summary>
    public byte[]? Pixels => pixels;

    /// <summary>All numbers of rows; null for pictures.</summary>
    public float[]? Features => features;

    /// <summary>The class of each sample.</summary>
    public int[] Labels => labels;

    /// <summary>Samples.</summary>
    public int Count => labels.Length;

    /// <summary>One number of one sample.</summary>
    public double Value(int sample, int element) =>
        pixels is null ? features![(sample * Elements) + element] : pixels[(sample * Elements) + element];

    /// <summary>Some samples, in the order asked for.</summary>
    public PlainSet Select(IReadOnlyList<int> samples)
    {
        var (chosenPixels, chosenFeatures) = (
            pixels is null ? null : new byte[samples.Count * Elements],
            features is null ? null : new float[samples.Count * Elements]);
        var chosen = new int[samples.Count];
        for (var n = 0; n < chosen.Length; n++)
        {
            chosen[n] = labels[samples[n]];
            pixels?.AsSpan(samples[n] * Elements, Elements).CopyTo(chosenPixels.AsSpan(n * Elements));
            features?.AsSpan(samples[n] * Elements, Elements).CopyTo(chosenFeatures.AsSpan(n * Elements));
        }

        return new(sizes, chosenPixels, chosenFeatures, chosen);
    }

    /// <summary>Pictures, each of them deskewed.</summary>
    public PlainSet Deskewed()
    {
        var deskewed = new byte[pixels!.Length];
        Parallel.For(0, Count, n => DeskewedPicture.Of(
            pixels.AsSpan(n * Elements, Elements), sizes[0], sizes[1], sizes[2]).CopyTo(deskewed, n * Elements));
        return new(sizes, deskewed, features, labels);
    }

    /// <summary>The first samples; all where there are no more.</summary>
    public PlainSet First(int? count) => count is { } limit && limit < Count ? Select([.. Enumerable.Range(0, limit)]) : this;

    /// <summary>
    /// SHA-256 over kind (0 for bytes, 5 for floats) and sizes as 64-bit numbers, all values, all labels as 32-bit numbers;
    /// the lower byte first.
    /// </summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = new byte[sizeof(long)];
        foreach (var value in sizes.Select(size => (long)size)
            .Prepend(Count).Prepend((long)(pixels is null ? Core.ElementType.Float32 : Core.ElementType.UInt8)))
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            hash.AppendData(number);
        }

        foreach (var pixel in pixels is null ? [] : pixels.Chunk(1 << 16))
            hash.AppendData(pixel);
        foreach (var feature in features ?? [])
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, feature);
            hash.AppendData(number, 0, sizeof(float));
        }

        foreach (var label in labels)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, label);
            hash.AppendData(number, 0, sizeof(int));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
