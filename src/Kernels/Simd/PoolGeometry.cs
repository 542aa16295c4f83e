using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>The sizes of a pooling and the layout of its arrays.</summary>
/// <param name="Input">Layout of the pictures; a border that it may have is never read.</param>
/// <param name="Output">Layout of the results.</param>
/// <param name="Window">How the window slides.</param>
internal readonly record struct PoolGeometry(Plane Input, Plane Output, Window Window)
{
    /// <summary>Whether the padding counts in the divisor of a mean.</summary>
    public bool CountsPadding { get; init; }

    /// <summary>Where a pixel lies under a element of a window.</summary>
    public int Pixel(int channel, int row, int column, int p, int q) =>
        Input.Offset(
            channel,
            (row * Window.Stride.Height) - Window.Padding.Height + p,
            (column * Window.Stride.Width) - Window.Padding.Width + q);

    /// <summary>The elements of a window that lie inside the picture.</summary>
    public (WindowRange Rows, WindowRange Columns) Inside(int row, int column) => (
        Inside((row * Window.Stride.Height) - Window.Padding.Height, Window.Kernel.Height, Input.Height),
        Inside((column * Window.Stride.Width) - Window.Padding.Width, Window.Kernel.Width, Input.Width));

    /// <summary>What a mean divides by: the elements inside the picture or the padded picture.</summary>
    public int Divisor(int row, int column)
    {
        var (extraRows, extraColumns) = CountsPadding ? (Window.Padding.Height, Window.Padding.Width) : (0, 0);
        var rows = Inside(
            (row * Window.Stride.Height) - Window.Padding.Height + extraRows,
            Window.Kernel.Height,
            Input.Height + (2 * extraRows));
        var columns = Inside(
            (column * Window.Stride.Width) - Window.Padding.Width + extraColumns,
            Window.Kernel.Width,
            Input.Width + (2 * extraColumns));
        return rows.Count * columns.Count;
    }

    /// <summary>Where a result lies in an array without border.</summary>
    public int Plain(int channel, int row, int column) =>
        ((channel * Output.Pixels) + (row * Output.Width) + column) * Lanes.Count;

    private static WindowRange Inside(int start, int kernel, int size)
    {
        var first = Math.Max(0, -start);
        return new(first, Math.Max(0, Math.Min(kernel, size - start) - first));
    }
}
