using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Learning;

/// <summary>The factor and the summand that give the values of a training set the mean 0 and the deviation 1.</summary>
/// <remarks>
/// m = sum of v / n,  d = sqrt(sum of (v - m)^2 / n),  x = v / d - m / d; where nothing ever changes, x = v - m.
/// Computed in double precision with its bounds, then rounded to single precision, as which both numbers are kept.
/// </remarks>
public static class Standardization
{
    /// <summary>Of pixels: all of them together.</summary>
    /// <param name="pixels">Every pixel of the training set, at least one.</param>
    /// <returns>Factor and summand, each with its bound.</returns>
    public static (Rounded<Binary32> Scale, Rounded<Binary32> Offset) OfPixels(ReadOnlySpan<byte> pixels)
    {
        var counts = new long[256];
        foreach (var pixel in pixels)
            counts[pixel]++;

        var (n, sum) = (Exactly(pixels.Length), default(Rounded<Binary64>));
        for (var level = 0; level < 256; level++)
            sum += Exactly(level * (double)counts[level]); // whole numbers
        var (mean, squares) = ((sum / n).Closed, default(Rounded<Binary64>));
        for (var level = 0; level < 256; level++)
        {
            var distance = (Exactly(level) - mean).Closed;
            squares += Exactly(counts[level]) * distance * distance;
        }

        return FromMoments(mean, Rounded<Binary64>.Sqrt(squares / n));
    }

    /// <summary>Of one feature.</summary>
    /// <param name="values">All samples, one after the other.</param>
    /// <param name="features">Values of a sample.</param>
    /// <param name="feature">Which of them, from 0.</param>
    /// <returns>Factor and summand, each with its bound.</returns>
    public static (Rounded<Binary32> Scale, Rounded<Binary32> Offset) OfFeature(
        ReadOnlySpan<float> values, int features, int feature)
    {
        var (n, sum) = (Exactly(values.Length / features), default(Rounded<Binary64>));
        for (var i = feature; i < values.Length; i += features)
            sum += Exactly(values[i]);
        var (mean, squares) = ((sum / n).Closed, default(Rounded<Binary64>));
        for (var i = feature; i < values.Length; i += features)
        {
            var distance = (Exactly(values[i]) - mean).Closed;
            squares += distance * distance;
        }

        return FromMoments(mean, Rounded<Binary64>.Sqrt(squares / n));
    }

    private static (Rounded<Binary32> Scale, Rounded<Binary32> Offset) FromMoments(
        Rounded<Binary64> mean, Rounded<Binary64> deviation)
    {
        var scale = deviation.Value > 0 ? (Exactly(1) / deviation).Closed : Exactly(1);
        return (InSingle(scale), InSingle((-(mean * scale)).Closed));
    }

    private static Rounded<Binary64> Exactly(double value) => Rounded<Binary64>.Exactly(value);

    private static Rounded<Binary32> InSingle(Rounded<Binary64> number) =>
        Rounded<Binary32>.Within(
            number.Value,
            number.Error + (Binary32.UnitRoundoff * (Math.Abs(number.Value) + number.Error)) + Binary32.SmallestNormal);
}
