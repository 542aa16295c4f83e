using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>How a window slides over pictures, with what lies before and behind them.</summary>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Stride">Its step.</param>
/// <param name="Dilation">The distance of its cells.</param>
/// <param name="Begin">Rows above and columns to the left that are added.</param>
/// <param name="End">Rows below and columns to the right.</param>
internal readonly record struct WindowFields(Size2d Kernel, Size2d Stride, Size2d Dilation, Size2d Begin, Size2d End)
{
    private const long LargestSpan = 1 << 30;

    /// <summary>Rows and columns of the result; 0 where the window does not fit.</summary>
    public Size2d Output(Size2d picture) => new(
        Output(picture.Height, Kernel.Height, Stride.Height, Dilation.Height, Begin.Height, End.Height),
        Output(picture.Width, Kernel.Width, Stride.Width, Dilation.Width, Begin.Width, End.Width));

    /// <summary>Reads kernel_shape, strides, dilations, pads and auto_pad.</summary>
    /// <param name="place">The node.</param>
    /// <param name="settings">Its attributes.</param>
    /// <param name="kernel">The kernel of the weights, or null for a node without.</param>
    public static WindowFields Read(Place place, NodeSettings settings, Size2d? kernel)
    {
        var picture = place.Picture();
        var given = settings.Sizes("kernel_shape", minimum: 1, kernel is { } known ? [known.Height, known.Width] : [0, 0]);
        if (given[0] == 0 || (kernel is not null && kernel != Pair(given)))
            throw place.Refuse(
                $"kernel_shape is {Pair(given)}; {(kernel is null ? "expected two sizes" : $"the weights have {kernel}")}");
        var pads = settings.Sizes("pads", minimum: 0, [0, 0, 0, 0]);
        var window = new WindowFields(
            Pair(given), Pair(settings.Sizes("strides", minimum: 1, [1, 1])), Pair(
                settings.Sizes("dilations", minimum: 1, [1, 1])),
            Pair(pads), new Size2d(pads[2], pads[3]));
        if ((long)given[0] * window.Dilation.Height > LargestSpan || (long)given[1] * window.Dilation.Width > LargestSpan
            || (long)given[0] * given[1] > LargestSpan)
            throw place.Refuse($"its window of {window.Kernel}, {window.Dilation} apart, is too large");
        return settings.Text("auto_pad", "NOTSET") switch
        {
            "NOTSET" => window,
            "VALID" => window with { Begin = 0, End = 0 },
            "SAME_UPPER" => window.Same(picture, upper: true),
            "SAME_LOWER" => window.Same(picture, upper: false),
            var mode => throw place.Refuse($"auto_pad is {mode}"),
        };
    }

    // The least padding with which there are ceil(size / stride) windows; an odd pixel goes behind, or before.
    private WindowFields Same(Size2d picture, bool upper)
    {
        var all = new Size2d(
            Padding(picture.Height, Kernel.Height, Stride.Height, Dilation.Height),
            Padding(picture.Width, Kernel.Width, Stride.Width, Dilation.Width));
        var (small, large) = (new Size2d(all.Height / 2, all.Width / 2), new Size2d((all.Height + 1) / 2, (all.Width + 1) / 2));
        return upper ? this with { Begin = small, End = large } : this with { Begin = large, End = small };
    }

    private static int Padding(int size, int kernel, int stride, int dilation) =>
        Math.Max(0, ((((size - 1) / stride) * stride) + (dilation * (kernel - 1)) + 1) - size);

    private static int Output(int size, int kernel, int stride, int dilation, int begin, int end) =>
        size + begin + end - (dilation * (kernel - 1)) - 1 is >= 0 and var room ? (room / stride) + 1 : 0;

    private static Size2d Pair(int[] sizes) => new(sizes[0], sizes[1]);
}
