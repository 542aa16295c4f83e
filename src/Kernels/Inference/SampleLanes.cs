using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Inference;

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
        for (var lane = 0; lane < count; lane++)
            for (var channel = 0; channel < plane.Channels; channel++)
                for (var row = 0; row < plane.Height; row++)
                {
                    var target = lanes + plane.Offset(channel, row, 0) + lane;
                    for (var column = 0; column < plane.Width; column++)
                        target[column * Lanes.Count] = *x++;
                }
    }

    /// <summary>Takes samples out of lanes.</summary>
    /// <param name="plane">Layout of the group.</param>
    /// <param name="count">How many samples, 1 to 16.</param>
    /// <param name="lanes">The group.</param>
    /// <param name="y">Gets the samples, one behind the other.</param>
    public static void Gather(in Plane plane, int count, float* lanes, float* y)
    {
        for (var lane = 0; lane < count; lane++)
            for (var channel = 0; channel < plane.Channels; channel++)
                for (var row = 0; row < plane.Height; row++)
                {
                    var source = lanes + plane.Offset(channel, row, 0) + lane;
                    for (var column = 0; column < plane.Width; column++)
                        *y++ = source[column * Lanes.Count];
                }
    }
}
