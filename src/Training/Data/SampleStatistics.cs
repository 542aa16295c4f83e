using TorchBasics.Core;

namespace TorchBasics.Training.Data;

/// <summary>Finds the normalisation that a training set asks for.</summary>
public static class SampleStatistics
{
    /// <summary>
    /// Mean 0 and (population) deviation 1 over a training set: over all pixels together for pictures, feature by
    /// feature for vectors. A feature that never changes becomes 0.
    /// </summary>
    /// <param name="train">The set that the mean and the deviation are taken from.</param>
    /// <returns>The normalisation.</returns>
    /// <remarks>Sums over pixels are integers and exact; sums over features are taken in double precision, mean first.</remarks>
    public static Normalization Standardize(SampleSet train)
    {
        if (train.Inputs.Type == ElementType.UInt8)
        {
            var (scale, offset) = FromMoments(Moments(train.Inputs.Values<byte>()));
            return new([scale], [offset]);
        }

        var perFeature = Enumerable.Range(0, train.Shape[0]).Select(feature => FromMoments(Moments(train, feature))).ToList();
        return new([.. perFeature.Select(pair => pair.Scale)], [.. perFeature.Select(pair => pair.Offset)]);
    }

    private static (float Scale, float Offset) FromMoments((double Mean, double Deviation) moments)
    {
        var scale = moments.Deviation > 0 ? 1 / moments.Deviation : 1;
        return ((float)scale, (float)(-moments.Mean * scale));
    }

    // Variance = (n * sum of squares - sum^2) / n^2; in integers the cancellation is harmless.
    private static (double Mean, double Deviation) Moments(ReadOnlySpan<byte> pixels)
    {
        var (sum, squares) = Sums(pixels);
        var n = (double)pixels.Length;
        var spread = ((UInt128)pixels.Length * squares) - ((UInt128)sum * sum);
        return (sum / n, Math.Sqrt((double)spread) / n);
    }

    // On its own, because machine code made ahead of time knows no UInt128: what uses it starts in the JIT's slow code.
    private static (ulong Sum, ulong Squares) Sums(ReadOnlySpan<byte> pixels)
    {
        var (sum, squares) = (0UL, 0UL);
        foreach (var pixel in pixels)
        {
            sum += pixel;
            squares += (uint)(pixel * pixel);
        }

        return (sum, squares);
    }

    private static (double Mean, double Deviation) Moments(SampleSet set, int feature)
    {
        var values = set.Inputs.Values<float>();
        var perSample = (int)set.Shape.Elements;
        var perFeature = perSample / set.Shape[0];
        var (sum, squares) = (0.0, 0.0);
        for (var n = 0; n < set.Count; n++)
            foreach (var value in values.Slice((n * perSample) + (feature * perFeature), perFeature))
                sum += value;

        var count = (double)set.Count * perFeature;
        var mean = sum / count;
        for (var n = 0; n < set.Count; n++)
            foreach (var value in values.Slice((n * perSample) + (feature * perFeature), perFeature))
                squares += (value - mean) * (value - mean);

        return (mean, Math.Sqrt(squares / count));
    }
}
