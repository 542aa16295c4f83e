namespace TorchBasics.Bindings.Kernels;

/// <summary>The sizes of a convolution and the layout of its arrays.</summary>
/// <param name="Input">Layout of the pictures; the border is at least the padding.</param>
/// <param name="Output">Layout of the results, of the pooled ones where pooling follows at once.</param>
/// <param name="OutputHeight">Rows before pooling.</param>
/// <param name="OutputWidth">Columns before pooling.</param>
internal readonly record struct ConvGeometry(Plane Input, Plane Output, int OutputHeight, int OutputWidth)
{
    /// <summary>Rows of the kernel.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>Columns of the kernel.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>Step of the window, in rows.</summary>
    public required int StrideRows { get; init; }

    /// <summary>Step of the window, in columns.</summary>
    public required int StrideColumns { get; init; }

    /// <summary>Rows of zeros that the window starts on.</summary>
    public required int PaddingRows { get; init; }

    /// <summary>Columns of zeros that the window starts on.</summary>
    public required int PaddingColumns { get; init; }

    /// <summary>Distance between neighbouring rows of the kernel.</summary>
    public required int DilationRows { get; init; }

    /// <summary>Distance between neighbouring columns of the kernel.</summary>
    public required int DilationColumns { get; init; }

    /// <summary>Whether every 2x2 window of the results is pooled to its largest value.</summary>
    public required bool Pools { get; init; }

    /// <summary>Cells of a kernel.</summary>
    public int KernelArea => KernelHeight * KernelWidth;

    /// <summary>Products in one sum.</summary>
    public int Taps => Input.Channels * KernelArea;

    /// <summary>
    /// Layout of the gradient before pooling and activation. Its border of zeros lets a tile of neighbouring pixels read
    /// beyond the edge.
    /// </summary>
    public Plane Gradient => new(Output.Channels, OutputHeight, OutputWidth, 0, Tiling.MaxWidth - 1);

    /// <summary>Where the window of an output begins, in the input.</summary>
    public int Window(int row, int column) =>
        Input.Offset(0, (row * StrideRows) - PaddingRows, (column * StrideColumns) - PaddingColumns);

    /// <summary>Where the choice of a pooled result lies: [channel, row, column, lane] without border.</summary>
    public int Choice(int channel, int row, int column) => ((channel * Output.Pixels) + (row * Output.Width) + column) * Lanes.Count;

    /// <summary>Where a tap lies, from the beginning of its window.</summary>
    public int Tap(int tap)
    {
        var (channel, cell) = Math.DivRem(tap, KernelArea);
        var (row, column) = Math.DivRem(cell, KernelWidth);
        return (channel * Input.ChannelStep) + (row * DilationRows * Input.RowStep) + (column * DilationColumns * Plane.ColumnStep);
    }
}
