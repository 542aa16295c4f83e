using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Pooling of planes by the reference.</summary>
internal static class Pooling
{
    /// <summary>The largest number, or the mean, of each window.</summary>
    /// <param name="layer">The pooling.</param>
    /// <param name="plane">The picture.</param>
    public static double[,] Apply(Pool2d layer, double[,] plane) =>
        Planes.Of(ReferenceLayer.Forward(layer, [], Planes.Picture(plane)), 0, 0);

    /// <summary>How much each pixel matters, where every number of the result matters by 1.</summary>
    /// <param name="layer">The pooling.</param>
    /// <param name="plane">The picture.</param>
    public static double[,] Gradient(Pool2d layer, double[,] plane)
    {
        var x = Planes.Picture(plane);
        var y = ReferenceLayer.Forward(layer, [], x);
        return Planes.Of(ReferenceLayer.Backward(layer, [], x, y, y.Map(_ => Float64.From(1))).Input, 0, 0);
    }

    /// <summary>
    /// The same gradient of maximum pooling by a rule of one sentence: the first of the largest pixels of each window, row by
    /// row, gets 1.
    /// </summary>
    /// <param name="plane">The picture.</param>
    /// <param name="size">Rows, and columns, of the window.</param>
    /// <param name="stride">Its step.</param>
    public static double[,] FirstMaxima(double[,] plane, int size, int stride)
    {
        var gradient = new double[plane.GetLength(0), plane.GetLength(1)];
        for (var top = 0; top + size <= plane.GetLength(0); top += stride)
            for (var left = 0; left + size <= plane.GetLength(1); left += stride)
            {
                var (row, column) = (top, left);
                for (var y = top; y < top + size; y++)
                    for (var x = left; x < left + size; x++)
                        if (plane[y, x] > plane[row, column])
                            (row, column) = (y, x);
                gradient[row, column]++;
            }

        return gradient;
    }
}
