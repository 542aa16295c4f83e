using TorchBasics.Core;
using TorchBasics.Digits;

namespace TorchBasics.Lessons.Learning;

/// <summary>Drawn digits in full size, as bytes.</summary>
/// <param name="Pixels">28 x 28 numbers for each digit, row by row: 0 is paper, 255 is ink.</param>
/// <param name="Labels">The digits.</param>
internal sealed record DigitSamples(byte[] Pixels, int[] Labels)
{
    /// <summary>Numbers of a picture.</summary>
    public const int PixelCount = DigitGenerator.PixelCount;

    /// <summary>How many there are.</summary>
    public int Count => Labels.Length;

    /// <summary>What gives these pixels the mean 0 and the deviation 1.</summary>
    public Normalization Standardization
    {
        get
        {
            var (scale, offset) = Reference.Learning.Standardization.OfPixels(Pixels);
            return new([(float)scale.Value], [(float)offset.Value]);
        }
    }

    /// <summary>The first digits of a set.</summary>
    public static DigitSamples Take(DigitSet set, int count)
    {
        var (images, labels) = set.Generate(count);
        return new(images.Bytes.ToArray(), labels);
    }

    /// <summary>The digits as a network sees them, but for its normalisation: deskewed where it learnt so.</summary>
    public DigitSamples SeenBy(Model model) => model.IsDeskewed
        ? this with { Pixels = [.. Enumerable.Range(0, Count).SelectMany(index => model.Straighten(Picture(index)).ToArray())] }
        : this;

    /// <summary>The pixels of one digit.</summary>
    public ReadOnlySpan<byte> Picture(int index) => Pixels.AsSpan(index * PixelCount, PixelCount);

    /// <summary>Pixels as rows and columns, from 0 to 1.</summary>
    public static double[,] ToMatrix(ReadOnlySpan<byte> picture)
    {
        var matrix = new double[28, 28];
        for (var k = 0; k < PixelCount; k++)
            matrix[k / 28, k % 28] = picture[k] / 255.0;
        return matrix;
    }
}
