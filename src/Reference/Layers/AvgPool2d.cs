using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The mean of each window.</summary>
/// <remarks>
/// y[n,c,i,j] = (sum over p, q of x[n, c, i s + p d - a, j s + q d - a]) / count; pixels outside the picture are zeros.
/// count is the number of taps inside the picture or, where padding counts, inside the padded picture: what a last window
/// of the ceiling mode hangs out beyond that never counts.
/// Shapes: x [N, C, H, W], y [N, C, H', W'].
/// Source: torch.nn.AvgPool2d; ONNX, operator AveragePool, for the dilation.
/// </remarks>
public static class AvgPool2d
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="window">How the window slides.</param>
    /// <param name="ceiling">Whether a last window that hangs out counts.</param>
    /// <param name="countIncludePad">Whether padding counts.</param>
    /// <returns>y [N, C, H', W'].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Window2d window, bool ceiling, bool countIncludePad)
        where T : struct, IReal<T>
    {
        var (height, width) = (x.Sizes[2], x.Sizes[3]);
        var (rows, columns) = window;
        var y = new Tensor<T>(x.Sizes[0], x.Sizes[1], rows.Outputs(height, ceiling), columns.Outputs(width, ceiling));
        for (var n = 0; n < y.Sizes[0]; n++)
            for (var c = 0; c < y.Sizes[1]; c++)
                for (var i = 0; i < y.Sizes[2]; i++)
                    for (var j = 0; j < y.Sizes[3]; j++)
                    {
                        var sum = default(T);
                        for (var p = 0; p < rows.Kernel; p++)
                            for (var q = 0; q < columns.Kernel; q++)
                            {
                                var (h, v) = (rows.Pixel(i, p), columns.Pixel(j, q));
                                if (h >= 0 && h < height && v >= 0 && v < width)
                                    sum += x[n, c, h, v];
                            }

                        y[n, c, i, j] =
                            sum / T.From(Count(rows, i, height, countIncludePad) * Count(columns, j, width, countIncludePad));
                    }

        return y;
    }

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, C, H', W'].</param>
    /// <param name="window">How the window slides.</param>
    /// <param name="countIncludePad">Whether padding counts.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY, Window2d window, bool countIncludePad)
        where T : struct, IReal<T>
    {
        var (height, width) = (x.Sizes[2], x.Sizes[3]);
        var (rows, columns) = window;
        var gradX = x.ZerosLike();
        for (var n = 0; n < gradY.Sizes[0]; n++)
            for (var c = 0; c < gradY.Sizes[1]; c++)
                for (var i = 0; i < gradY.Sizes[2]; i++)
                    for (var j = 0; j < gradY.Sizes[3]; j++)
                    {
                        var count = Count(rows, i, height, countIncludePad) * Count(columns, j, width, countIncludePad);
                        var share = gradY[n, c, i, j] / T.From(count);              // dy/dx = 1 / count
                        for (var p = 0; p < rows.Kernel; p++)
                            for (var q = 0; q < columns.Kernel; q++)
                            {
                                var (h, v) = (rows.Pixel(i, p), columns.Pixel(j, q));
                                if (h >= 0 && h < height && v >= 0 && v < width)
                                    gradX[n, c, h, v] += share;
                            }
                    }

        return new(gradX);
    }

    private static int Count(WindowAxis axis, int output, int size, bool countIncludePad)
    {
        var (first, behind) = countIncludePad ? (-axis.PadBegin, size + axis.PadEnd) : (0, size);
        var count = 0;
        for (var tap = 0; tap < axis.Kernel; tap++)
            if (axis.Pixel(output, tap) >= first && axis.Pixel(output, tap) < behind)
                count++;
        return count;
    }
}
