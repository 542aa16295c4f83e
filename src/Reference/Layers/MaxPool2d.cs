using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The largest value of each window.</summary>
/// <remarks>
/// y[n,c,i,j] = max over p, q of x[n, c, i s + p d - a, j s + q d - a]; pixels outside the picture do not take part.
/// Backward, the whole gradient goes to the first of the largest pixels, rows before columns; to that of each window it
/// wins, where windows overlap. A pixel that is not a number wins against every number, and the last such pixel wins.
/// Shapes: x [N, C, H, W], y [N, C, H', W'].
/// Source: Goodfellow, Bengio, Courville, "Deep Learning", 2016, section 9.3; torch.nn.MaxPool2d, whose tie rule is this one.
/// </remarks>
public static class MaxPool2d
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="window">How the window slides.</param>
    /// <param name="ceiling">Whether a last window that hangs out counts.</param>
    /// <returns>y [N, C, H', W'].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, Window2d window, bool ceiling)
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
                        T? max = null;
                        for (var p = 0; p < rows.Kernel; p++)
                            for (var q = 0; q < columns.Kernel; q++)
                            {
                                var (h, v) = (rows.Pixel(i, p), columns.Pixel(j, q));
                                if (h >= 0 && h < height && v >= 0 && v < width)
                                    max = max is { } other ? T.Max(other, x[n, c, h, v]) : x[n, c, h, v];
                            }

                        y[n, c, i, j] = max!.Value;
                    }

        return y;
    }

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, C, H', W'].</param>
    /// <param name="window">How the window slides.</param>
    /// <param name="ceiling">Whether a last window that hangs out counts.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY, Window2d window, bool ceiling)
        where T : struct, IReal<T>
    {
        var gradX = x.ZerosLike();
        var winners = Winners(x, window, ceiling);
        for (var k = 0; k < winners.Length; k++)
            gradX.Elements[winners[k]] += gradY.Elements[k];
        return new(gradX);
    }

    /// <summary>Where the largest value of each window lies.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="window">How the window slides.</param>
    /// <param name="ceiling">Whether a last window that hangs out counts.</param>
    /// <returns>
    /// For each element of y, in row-major order, the index of its pixel in <see cref="Tensor{T}.Elements"/> of x.
    /// </returns>
    public static int[] Winners<T>(Tensor<T> x, Window2d window, bool ceiling)
        where T : struct, IReal<T>
    {
        var (height, width) = (x.Sizes[2], x.Sizes[3]);
        var (rows, columns) = window;
        var (outputRows, outputColumns) = (rows.Outputs(height, ceiling), columns.Outputs(width, ceiling));
        var winners = new int[x.Sizes[0] * x.Sizes[1] * outputRows * outputColumns];
        var k = 0;
        for (var plane = 0; plane < x.Sizes[0] * x.Sizes[1]; plane++)
            for (var i = 0; i < outputRows; i++)
                for (var j = 0; j < outputColumns; j++, k++)
                {
                    var winner = -1;
                    for (var p = 0; p < rows.Kernel; p++)
                        for (var q = 0; q < columns.Kernel; q++)
                        {
                            var (h, v) = (rows.Pixel(i, p), columns.Pixel(j, q));
                            if (h < 0 || h >= height || v < 0 || v >= width)
                                continue;
                            var index = (((plane * height) + h) * width) + v;
                            if (winner < 0 || x.Elements[index] > x.Elements[winner] || double.IsNaN(x.Elements[index].Value))
                                winner = index;
                        }

                    winners[k] = winner;
                }

        return winners;
    }
}
