using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>A mean and a variance for each channel.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Mean">[C].</param>
/// <param name="Variance">[C].</param>
public sealed record ChannelStatistics<T>(Tensor<T> Mean, Tensor<T> Variance)
    where T : struct, IReal<T>;

/// <summary>Takes the statistics of a batch.</summary>
public static class ChannelStatistics
{
    /// <summary>Mean and variance of each channel, over samples and pixels.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Samples [N, C, ...].</param>
    /// <param name="lost">0 for a variance with divisor M, 1 for the unbiased one with divisor M - 1.</param>
    /// <returns>The statistics.</returns>
    public static ChannelStatistics<T> OfBatch<T>(Tensor<T> x, int lost = 0)
        where T : struct, IReal<T>
    {
        var channels = x.Sizes[1];
        var (mean, variance) = (new Tensor<T>(channels), new Tensor<T>(channels));
        var values = x.Elements.Length / channels;
        for (var c = 0; c < channels; c++)
        {
            foreach (var i in ValuesOf(x, c))
                mean[c] += x.Elements[i];
            mean[c] /= T.From(values);
            foreach (var i in ValuesOf(x, c))
                variance[c] += (x.Elements[i] - mean[c]) * (x.Elements[i] - mean[c]);
            variance[c] /= T.From(values - lost);
        }

        return new(mean, variance);
    }

    /// <summary>Where the values of a channel stand among the elements.</summary>
    internal static IEnumerable<int> ValuesOf<T>(Tensor<T> x, int channel)
        where T : struct, IReal<T>
    {
        var (samples, channels) = (x.Sizes[0], x.Sizes[1]);
        var pixels = x.Elements.Length / (samples * channels);
        for (var n = 0; n < samples; n++)
            for (var pixel = 0; pixel < pixels; pixel++)
                yield return (((n * channels) + channel) * pixels) + pixel;
    }
}
