using TorchBasics.Core.Layers;

namespace TorchBasics.Reference.Layers;

/// <summary>How a window slides over a picture.</summary>
/// <param name="Rows">Along the height.</param>
/// <param name="Columns">Along the width.</param>
public readonly record struct Window2d(WindowAxis Rows, WindowAxis Columns)
{
    /// <summary>The window of a layer record, whose padding is the same at both ends.</summary>
    /// <param name="window">The record's window.</param>
    /// <returns>The same window.</returns>
    public static Window2d Of(Window window) => new(
        new WindowAxis(
            window.Kernel.Height, window.Stride.Height, window.Dilation.Height, window.Padding.Height, window.Padding.Height),
        new WindowAxis(
            window.Kernel.Width, window.Stride.Width, window.Dilation.Width, window.Padding.Width, window.Padding.Width));
}
