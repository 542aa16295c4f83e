using TorchBasics.Core.Layers;
using TorchBasics.Digits;

namespace TorchBasics.Lessons.Learning;

/// <summary>How much a feature map changes when the digit below it moves: without pooling, and after it.</summary>
/// <remarks>
/// The map is that of a classical kernel followed by ReLU. A change is the length of the difference over that of the map.
/// </remarks>
/// <param name="kernel">The kernel.</param>
/// <param name="max">Maximum pooling.</param>
/// <param name="average">Average pooling.</param>
internal sealed class ShiftStudy(ClassicalKernel kernel, MaxPool2d max, AvgPool2d average)
{
    private const int Width = 28;

    /// <summary>The maps of a digit that was moved to the right.</summary>
    /// <param name="digit">The digit's pixels.</param>
    /// <param name="shift">By how many pixels; to the left where it is negative.</param>
    public ShiftedMaps Maps(double[,] digit, int shift)
    {
        var map = Planes.Map(kernel.Apply(Planes.Shifted(digit, 0, shift)), value => Math.Max(0, value));
        return new(shift, map, Pooling.Apply(max, map), Pooling.Apply(average, map));
    }

    /// <summary>The mean change of the first digits of the test set when they move by one pixel to the right.</summary>
    /// <param name="count">How many digits.</param>
    public MapChange MeanOfOnePixel(int count)
    {
        var changes = Enumerable.Range(0, count).Select(index =>
        {
            var digit = Digit(index).Picture;
            return Maps(digit, 1).ChangeFrom(Maps(digit, 0));
        }).ToList();
        return new(
            changes.Sum(change => change.Map) / count, changes.Sum(change => change.Max) / count,
            changes.Sum(change => change.Average) / count);
    }

    /// <summary>A digit of the test set.</summary>
    /// <param name="index">Which.</param>
    public static (double[,] Picture, int Label) Digit(int index)
    {
        var pixels = new byte[Width * Width];
        var label = DigitSet.Test.Render(index, pixels);
        return (Planes.Of(pixels, Width), label);
    }

    /// <summary>Moves a digit by the stride: the pooled map has to move by one place.</summary>
    /// <param name="digit">The digit.</param>
    /// <returns>How many numbers were compared, and how many did not move along.</returns>
    public (int Compared, int Different) MoveByStride(double[,] digit)
    {
        var (size, stride) = (max.Window.Kernel.Width, max.Window.Stride.Width);
        var (before, after) = (Maps(digit, 0), Maps(digit, stride));
        var (compared, different) = (0, 0);
        for (var row = 0; row < before.Max.GetLength(0); row++)
            // The last column of the map sees the edge of the picture, where ink may have been lost.
            for (var column = 1; (column * stride) + size < Width; column++)
            {
                compared++;
                if (after.Max[row, column] != before.Max[row, column - 1]
                    || after.Average[row, column] != before.Average[row, column - 1])
                    different++;
            }

        return (compared, different);
    }
}

/// <summary>A feature map of a digit that was moved.</summary>
/// <param name="Shift">By how many pixels to the right.</param>
/// <param name="Map">The map.</param>
/// <param name="Max">The map after maximum pooling.</param>
/// <param name="Average">The map after average pooling.</param>
internal sealed record ShiftedMaps(int Shift, double[,] Map, double[,] Max, double[,] Average)
{
    /// <summary>How far these are from the maps of the digit at its place.</summary>
    public MapChange ChangeFrom(ShiftedMaps still) =>
        new(Change(Map, still.Map), Change(Max, still.Max), Change(Average, still.Average));

    private static double Change(double[,] moved, double[,] still)
    {
        var length = Length(still);
        return length == 0 ? 0 : Length(Planes.Zip(moved, still, (x, y) => x - y)) / length;
    }

    private static double Length(double[,] plane) => Math.Sqrt(plane.Cast<double>().Sum(value => value * value));
}

/// <summary>How much feature maps have changed, as a share of their length.</summary>
/// <param name="Map">Without pooling.</param>
/// <param name="Max">After maximum pooling.</param>
/// <param name="Average">After average pooling.</param>
internal readonly record struct MapChange(double Map, double Max, double Average);
