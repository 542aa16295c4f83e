using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx;

/// <summary>
/// The nodes of pooling layers. ONNX's ceil_mode stays 0: before operator set 19 it counted windows that begin beyond the
/// picture, which PyTorch drops. A last window that reaches over the edge is written as extra padding at the end.
/// </summary>
/// <param name="graph">Where nodes and constants go.</param>
internal sealed class PoolGraph(GraphBuilder graph)
{
    private static readonly Size2d None = 0;

    /// <summary>Adds the nodes of a pooling layer.</summary>
    /// <param name="label">The layer's label.</param>
    /// <param name="pool">The layer.</param>
    /// <param name="input">Rows and columns that enter.</param>
    /// <param name="x">Name of the value that enters.</param>
    /// <returns>Name of the value that leaves.</returns>
    public string Add(string label, Pool2d pool, Size2d input, string x)
    {
        var beyond = Beyond(pool, input);
        return pool is AvgPool2d average
            ? Average(label, average, beyond, x)
            : Window(label, "MaxPool", pool, pool.Window.Padding, beyond, x, Attributes.Size("dilations", pool.Window.Dilation));
    }

    // PyTorch's divisor counts the padding where it is asked to, and never what lies beyond it. ONNX counts all or
    // nothing of the padding. Where both kinds occur, the padding becomes real zeros and only the rest stays uncounted.
    private string Average(string label, AvgPool2d pool, Size2d beyond, string x)
    {
        var (padding, counts) = (pool.Window.Padding, pool.CountIncludePad);
        if (counts && beyond != None)
        {
            (counts, padding) = (false, None);
            x = pool.Window.Padding == None ? x : LayerGraph.Pad(graph, label, pool.Window.Padding, 0, x);
        }

        return Window(label, "AveragePool", pool, padding, beyond, x, Attributes.Integer("count_include_pad", counts ? 1 : 0));
    }

    private string Window(
        string label, string operation, Pool2d pool, Size2d padding, Size2d beyond, string x, OnnxAttribute last) =>
        graph.Node(
            label, operation, [x],
            Attributes.Size("kernel_shape", pool.Window.Kernel),
            Attributes.Size("strides", pool.Window.Stride),
            Attributes.Pads(padding, new Size2d(padding.Height + beyond.Height, padding.Width + beyond.Width)),
            Attributes.Integer("ceil_mode", 0),
            last);

    // Rows and columns that the last window covers beyond the padded picture.
    private static Size2d Beyond(Pool2d pool, Size2d input)
    {
        var (window, output) = (pool.Window, pool.Window.Output(input, pool.CeilMode));
        return new Size2d(
            Beyond(input.Height, output.Height, window.Kernel.Height, window.Stride.Height, window.Padding.Height),
            Beyond(input.Width, output.Width, window.Kernel.Width, window.Stride.Width, window.Padding.Width));
    }

    private static int Beyond(int input, int output, int kernel, int stride, int padding) =>
        Math.Max(0, ((output - 1) * stride) + kernel - input - (2 * padding));
}
