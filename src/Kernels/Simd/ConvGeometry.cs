using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>The sizes of a convolution and the layout of its arrays.</summary>
/// <param name="Input">Layout of the pictures; the border is at least the padding.</param>
/// <param name="Output">Layout of the results, of the pooled ones where pooling follows at once.</param>
/// <param name="Window">How the kernel slides.</param>
/// <param name="Pools">Whether every 2x2 window of the results is pooled to its largest value.</param>
internal readonly record struct ConvGeometry(Plane Input, Plane Output, Window Window, bool Pools)
{
    /// <summary>Rows of the results, before pooling.</summary>
    public int OutputHeight { get; } = Window.Output(new Size2d(Input.Height, Input.Width)).Height;

    /// <summary>Columns of the results, before pooling.</summary>
    public int OutputWidth { get; } = Window.Output(new Size2d(Input.Height, Input.Width)).Width;

    /// <summary>Elements of a kernel.</summary>
    public int KernelArea => Window.Kernel.Area;

    /// <summary>Products in one sum.</summary>
    public int FanIn => Input.Channels * KernelArea;

    /// <summary>
    /// Layout of the gradient before pooling and activation. Its border of zeros lets a tile of neighbouring pixels read
    /// beyond the edge.
    /// </summary>
    public Plane Gradient => new(Output.Channels, OutputHeight, OutputWidth, 0, Tiling.MaxWidth - 1);

    /// <summary>Where the window of an output begins, in the input.</summary>
    public int Start(int row, int column) =>
        Input.Offset(
            0, (row * Window.Stride.Height) - Window.Padding.Height, (column * Window.Stride.Width) - Window.Padding.Width);

    /// <summary>Where the choice of a pooled result lies: [channel, row, column, lane] without border.</summary>
    public int Choice(int channel, int row, int column) =>
        ((channel * Output.Pixels) + (row * Output.Width) + column) * Lanes.Count;

    /// <summary>Where a term of the sum lies, from the beginning of its window.</summary>
    public int Offset(int term)
    {
        var (channel, element) = Math.DivRem(term, KernelArea);
        var (row, column) = Math.DivRem(element, Window.Kernel.Width);
        return (channel * Input.ChannelStep) + (row * Window.Dilation.Height * Input.RowStep)
            + (column * Window.Dilation.Width * Plane.ColumnStep);
    }
}
