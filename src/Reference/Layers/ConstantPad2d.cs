using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>Frames each picture with a constant.</summary>
/// <remarks>
/// y[n,c,i,j] = x[n,c,i-a,j-a'] inside the picture, the constant outside; the frame takes no gradient.
/// Shapes: x [N, C, H, W], y [N, C, H + 2 a, W + 2 a'].
/// Source: torch.nn.ConstantPad2d.
/// </remarks>
public static class ConstantPad2d
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="rows">a, rows added above and below.</param>
    /// <param name="columns">a', columns added on each side.</param>
    /// <param name="value">The constant.</param>
    /// <returns>y.</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x, int rows, int columns, double value)
        where T : struct, IReal<T>
    {
        var y = new Tensor<T>(x.Sizes[0], x.Sizes[1], x.Sizes[2] + (2 * rows), x.Sizes[3] + (2 * columns));
        y.Elements.Fill(T.From(value));
        for (var n = 0; n < x.Sizes[0]; n++)
            for (var c = 0; c < x.Sizes[1]; c++)
                for (var h = 0; h < x.Sizes[2]; h++)
                    for (var v = 0; v < x.Sizes[3]; v++)
                        y[n, c, h + rows, v + columns] = x[n, c, h, v];
        return y;
    }

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="gradY">Gradient of the loss with respect to y.</param>
    /// <param name="rows">a.</param>
    /// <param name="columns">a'.</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY, int rows, int columns)
        where T : struct, IReal<T>
    {
        var gradX = x.ZerosLike();
        for (var n = 0; n < x.Sizes[0]; n++)
            for (var c = 0; c < x.Sizes[1]; c++)
                for (var h = 0; h < x.Sizes[2]; h++)
                    for (var v = 0; v < x.Sizes[3]; v++)
                        gradX[n, c, h, v] = gradY[n, c, h + rows, v + columns];
        return new(gradX);
    }
}
