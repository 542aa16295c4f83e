using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>Between samples in rows and samples in the lanes of a group.</summary>
internal static unsafe class SampleLanes
{
    /// <summary>Puts samples into lanes. Lanes behind them keep what they hold: no layer mixes lanes.</summary>
    /// <param name="plane">Layout of the group.</param>
    /// <param name="count">How many samples, 1 to 16.</param>
    /// <param name="x">The samples, one behind the other.</param>
    /// <param name="lanes">The group; its border stays.</param>
    public static void Spread(in Plane plane, int count, float* x, float* lanes)
    {
        for (var channel = 0; channel < plane.Channels; channel++)
            SpreadPixels(plane, channel, 0, plane.Pixels, count, x + ((nint)channel * plane.Pixels), plane.Features, lanes);
    }

    /// <summary>Puts neighbouring pixels of a channel into lanes.</summary>
    /// <param name="plane">Layout of the group.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="first">The first pixel, in row order.</param>
    /// <param name="pixels">How many pixels.</param>
    /// <param name="count">How many samples, 1 to 16.</param>
    /// <param name="x">The pixels of the first sample, one behind the other.</param>
    /// <param name="step">From one sample to the next.</param>
    /// <param name="lanes">The group; its border stays.</param>
    public static void SpreadPixels(
        in Plane plane, int channel, int first, int pixels, int count, float* x, nint step, float* lanes)
    {
        var width = RunLength(plane);
        for (int pixel = first, end = first + pixels; pixel < end;)
        {
            var columns = Math.Min(width - (pixel % width), end - pixel);
            var target = lanes + plane.Offset(channel, pixel / plane.Width, pixel % plane.Width);
            Transposition.Run(count, columns, x, step, target, Lanes.Count);
            pixel += columns;
            x += columns;
        }
    }

    /// <summary>Takes samples out of lanes.</summary>
    /// <param name="plane">Layout of the group.</param>
    /// <param name="count">How many samples, 1 to 16.</param>
    /// <param name="lanes">The group.</param>
    /// <param name="y">Gets the samples, one behind the other.</param>
    public static void Gather(in Plane plane, int count, float* lanes, float* y)
    {
        var width = RunLength(plane);
        for (var channel = 0; channel < plane.Channels; channel++)
            for (var pixel = 0; pixel < plane.Pixels; pixel += width)
                Transposition.Run(
                    width,
                    count,
                    lanes + plane.Offset(channel, pixel / plane.Width, 0),
                    Lanes.Count,
                    y + ((nint)channel * plane.Pixels) + pixel,
                    plane.Features);
    }

    // Pixels that stand side by side; without a border, all of a channel.
    private static int RunLength(in Plane plane) => plane.BorderColumns == 0 ? plane.Pixels : plane.Width;
}
