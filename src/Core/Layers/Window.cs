namespace TorchBasics.Core.Layers;

/// <summary>The geometry that convolution and pooling share: a window that slides over a padded picture.</summary>
/// <param name="Kernel">Rows and columns of the window; at least 1x1.</param>
/// <param name="Stride">Step of the window; at least 1x1.</param>
/// <param name="Padding">Rows and columns added on each side.</param>
/// <param name="Dilation">Distance between neighbouring cells of the window; at least 1x1.</param>
public readonly record struct Window(Size2d Kernel, Size2d Stride, Size2d Padding, Size2d Dilation)
{
    /// <summary>Rows and columns of the output: floor((in + 2 padding - dilation (kernel - 1) - 1) / stride) + 1.</summary>
    /// <param name="input">Rows and columns of the input.</param>
    /// <param name="ceiling">
    /// Round up instead of down, as PyTorch's ceil_mode does: a last window that reaches over the edge by less than a
    /// stride counts too, if it starts inside the input or its leading padding.
    /// </param>
    /// <returns>The output size; zero or less when the window does not fit.</returns>
    public Size2d Output(Size2d input, bool ceiling = false) => new(
        Output(input.Height, Kernel.Height, Stride.Height, Padding.Height, Dilation.Height, ceiling),
        Output(input.Width, Kernel.Width, Stride.Width, Padding.Width, Dilation.Width, ceiling));

    private static int Output(int input, int kernel, int stride, int padding, int dilation, bool ceiling)
    {
        var room = input + (2 * padding) - (dilation * (kernel - 1)) - 1 + (ceiling ? stride - 1 : 0);
        if (room < 0)
            return 0;
        var output = (room / stride) + 1;
        return ceiling && (output - 1) * stride >= input + padding ? output - 1 : output;
    }
}
