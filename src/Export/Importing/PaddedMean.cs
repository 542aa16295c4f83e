using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Importing;

/// <summary>A mean over pictures with a border of zeros, which exporters write for one whose padding counts.</summary>
internal static class PaddedMean
{
    /// <summary>
    /// The mean with padding that counts which has as many windows as one over pictures with a border of zeros, or null.
    /// </summary>
    public static AvgPool2d? Join(Size2d kernel, Size2d stride, Size2d border, Size2d outputs, Size2d picture)
    {
        var window = new Window(kernel, stride, border, 1);
        if (border.Height > kernel.Height / 2 || border.Width > kernel.Width / 2)
            return null;
        if (outputs == window.Output(picture))
            return new AvgPool2d(kernel, stride, border);
        return outputs == window.Output(picture, ceiling: true) ? new AvgPool2d(kernel, stride, border, ceilMode: true) : null;
    }
}
