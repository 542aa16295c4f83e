using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Layers;

/// <summary>The mean of each channel's whole picture.</summary>
/// <remarks>
/// y[n,c] = (sum over h, v of x[n,c,h,v]) / (H W), dy/dx = 1 / (H W).
/// Shapes: x [N, C, H, W], y [N, C].
/// Source: Lin, Chen, Yan, "Network In Network", 2014, section 3.2.
/// </remarks>
public static class GlobalAvgPool2d
{
    /// <summary>The forward pass: y of the formula.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <returns>y [N, C].</returns>
    public static Tensor<T> Forward<T>(Tensor<T> x)
        where T : struct, IReal<T>
    {
        var y = new Tensor<T>(x.Sizes[0], x.Sizes[1]);
        for (var n = 0; n < x.Sizes[0]; n++)
            for (var c = 0; c < x.Sizes[1]; c++)
            {
                var sum = default(T);
                for (var h = 0; h < x.Sizes[2]; h++)
                    for (var v = 0; v < x.Sizes[3]; v++)
                        sum += x[n, c, h, v];
                y[n, c] = sum / T.From(x.Sizes[2] * x.Sizes[3]);
            }

        return y;
    }

    /// <summary>The backward pass: dL/dx from dL/dy.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="x">Pictures [N, C, H, W].</param>
    /// <param name="gradY">Gradient of the loss with respect to y [N, C].</param>
    /// <returns>Gradient with respect to x.</returns>
    public static LayerGradients<T> Backward<T>(Tensor<T> x, Tensor<T> gradY)
        where T : struct, IReal<T>
    {
        var gradX = x.ZerosLike();
        for (var n = 0; n < x.Sizes[0]; n++)
            for (var c = 0; c < x.Sizes[1]; c++)
                for (var h = 0; h < x.Sizes[2]; h++)
                    for (var v = 0; v < x.Sizes[3]; v++)
                        gradX[n, c, h, v] = gradY[n, c] / T.From(x.Sizes[2] * x.Sizes[3]);
        return new(gradX);
    }
}
