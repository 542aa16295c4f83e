using System.Buffers;

namespace TorchBasics.Kernels.Distortions;

/// <summary>The distortions of the samples of an epoch. Several threads may ask for pictures at once.</summary>
/// <param name="kernel">What distorts a picture.</param>
/// <param name="maps">[N, 2, 3]: the map of each sample.</param>
/// <param name="knots">[N, 2, knot rows, knot columns]: the coarse grids of each; null for no displacement.</param>
internal sealed unsafe class EpochDistortions(PictureDistortion kernel, float[] maps, float[]? knots)
{
    private const int MapNumbers = 6;

    /// <summary>Distorts the picture of a sample.</summary>
    /// <param name="sample">Its number.</param>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="isBytes">Whether its values are bytes; else they are floats.</param>
    /// <param name="scale">Factor of the values, channel by channel.</param>
    /// <param name="offset">Summand of the values, channel by channel.</param>
    /// <param name="result">[C, H, W].</param>
    public void Run(
        long sample, void* picture, bool isBytes, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset, float* result)
    {
        var scratch = ArrayPool<float>.Shared.Rent(kernel.Scratch);
        fixed (float* memory = scratch, map = maps, grids = knots)
            kernel.Run(
                picture,
                isBytes,
                scale,
                offset,
                map + (sample * MapNumbers),
                knots is null ? null : grids + (sample * 2 * kernel.Knots.Area),
                memory,
                result);
        ArrayPool<float>.Shared.Return(scratch);
    }
}
