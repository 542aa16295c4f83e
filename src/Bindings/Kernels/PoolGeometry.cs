namespace TorchBasics.Bindings.Kernels;

/// <summary>The sizes of a pooling and the layout of its arrays.</summary>
/// <param name="Input">Layout of the pictures; a border that it may have is never read.</param>
/// <param name="Output">Layout of the results.</param>
internal readonly record struct PoolGeometry(Plane Input, Plane Output)
{
    /// <summary>Rows of the window.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of the window.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Step of the window, in rows.</summary>
    public required int StrideRows { get; init; }

    /// <summary>Step of the window, in columns.</summary>
    public required int StrideColumns { get; init; }

    /// <summary>Rows above the picture that the window starts on.</summary>
    public int PaddingRows { get; init; }

    /// <summary>Columns beside the picture that the window starts on.</summary>
    public int PaddingColumns { get; init; }

    /// <summary>Whether the padding counts in the divisor of a mean.</summary>
    public bool CountsPadding { get; init; }

    /// <summary>Where a pixel lies under a cell of a window.</summary>
    public int Pixel(int channel, int row, int column, int p, int q) =>
        Input.Offset(channel, (row * StrideRows) - PaddingRows + p, (column * StrideColumns) - PaddingColumns + q);

    /// <summary>The cells of a window that lie inside the picture.</summary>
    public (Cells Rows, Cells Columns) Inside(int row, int column) => (
        Inside((row * StrideRows) - PaddingRows, KernelHeight, Input.Height),
        Inside((column * StrideColumns) - PaddingColumns, KernelWidth, Input.Width));

    /// <summary>What a mean divides by: the cells inside the picture or the padded picture.</summary>
    public int Divisor(int row, int column)
    {
        var (extraRows, extraColumns) = CountsPadding ? (PaddingRows, PaddingColumns) : (0, 0);
        var rows = Inside((row * StrideRows) - PaddingRows + extraRows, KernelHeight, Input.Height + (2 * extraRows));
        var columns = Inside((column * StrideColumns) - PaddingColumns + extraColumns, KernelWidth, Input.Width + (2 * extraColumns));
        return rows.Count * columns.Count;
    }

    /// <summary>Where a result lies in an array without border.</summary>
    public int Plain(int channel, int row, int column) => ((channel * Output.Pixels) + (row * Output.Width) + column) * Lanes.Count;

    private static Cells Inside(int start, int kernel, int size)
    {
        var first = Math.Max(0, -start);
        return new(first, Math.Max(0, Math.Min(kernel, size - start) - first));
    }
}
