using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx;

/// <summary>
/// The nodes of each layer. Every number that has a default in ONNX is written all the same, because the defaults differ
/// from PyTorch's (strides, count_include_pad) and between operator sets.
/// </summary>
/// <remarks>Source: ONNX Operators.md, the versions of each operator that hold for operator sets 17 and 18.</remarks>
/// <param name="graph">Where nodes and constants go.</param>
/// <param name="weights">The arrays of the network by name; those that are used become constants under their names.</param>
internal sealed class LayerGraph(GraphBuilder graph, IReadOnlyDictionary<string, NamedArray> weights)
{
    private const int Float = 1; // TensorProto.DataType.FLOAT

    /// <summary>Adds the nodes of a layer.</summary>
    /// <param name="label">The layer's label, which begins the names of its nodes.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Shape that enters.</param>
    /// <param name="x">Name of the value that enters.</param>
    /// <returns>Name of the value that leaves.</returns>
    /// <exception cref="TorchBasicsException">No operators of ONNX compute what the layer computes: kind Usage.</exception>
    public string Add(string label, Layer layer, Shape input, string x) => layer switch
    {
        Linear linear => graph.Node(
            label, "Gemm", [x, Weight(linear, 0), Weight(linear, 1)],
            Attributes.Float("alpha", 1), Attributes.Float("beta", 1), Attributes.Integer("transA", 0), Attributes.Integer("transB", 1)),
        Conv2d conv => Conv(label, x, Weight(conv, 0), Weight(conv, 1), conv.Window, groups: 1),
        PartialConv2d partial => Partial(label, partial, x),
        Subsampling subsampling => Subsample(label, subsampling, x),
        RbfOutput rbf => Distances(label, rbf, x),
        Pool2d pool => new PoolGraph(graph).Add(label, pool, new Size2d(input[1], input[2]), x),
        GlobalAvgPool2d => Flat(label, graph.Node(label, "GlobalAveragePool", [x])),
        ConstantPad2d pad => Pad(graph, label, pad.Padding, pad.Value, x),
        Flatten => Flat(label, x),
        Step => graph.Node(label, "Cast", [graph.Node(label, "Greater", [x, graph.Scalar(label, "threshold", 0)])], Attributes.Integer("to", Float)),
        ScaledTanh => Scaled(label, x),
        Relu => graph.Node(label, "Relu", [x]),
        Tanh => graph.Node(label, "Tanh", [x]),
        Sigmoid => graph.Node(label, "Sigmoid", [x]),
        Softmax => graph.Node(label, "Softmax", [x], Attributes.Integer("axis", -1)),
        LogSoftmax => graph.Node(label, "LogSoftmax", [x], Attributes.Integer("axis", -1)),
        Dropout => x, // it rests in evaluation
        Lift lift => Lifted(label, lift, input, x),
        _ => throw new TorchBasicsException(ErrorKind.Usage, $"The layer {label} ({layer.Kind}) has no faithful expression in ONNX; no model is written. Replace it by layers that have one."),
    };

    /// <summary>Adds a border.</summary>
    public static string Pad(GraphBuilder graph, string label, Size2d padding, float value, string x)
    {
        var (height, width) = (padding.Height, padding.Width);
        var pads = graph.Integers(label, "pads", 0, 0, height, width, 0, 0, height, width);
        return graph.Node(label, "Pad", [x, pads, graph.Scalar(label, "value", value)], Attributes.Text("mode", "constant"));
    }

    private string Weight(Layer layer, int index) => graph.Constant(weights[$"{layer.Name}.{layer.Parameters[index].Name}"]);

    private string Conv(string label, string x, string weight, string bias, Window window, int groups) => graph.Node(
        label, "Conv", [x, weight, bias],
        Attributes.Size("kernel_shape", window.Kernel),
        Attributes.Size("strides", window.Stride),
        Attributes.Pads(window.Padding, window.Padding),
        Attributes.Size("dilations", window.Dilation),
        Attributes.Integer("group", groups));

    // The kernels that exist are scattered into a full array [out, in, kernel height, kernel width] of zeros.
    private string Partial(string label, PartialConv2d partial, string x)
    {
        var places = partial.Table.SelectMany((inputs, output) => inputs.SelectMany(input => new long[] { output, input })).ToArray();
        var shape = graph.Integers(label, "shape", partial.Table.Count, partial.InputChannels, partial.Window.Kernel.Height, partial.Window.Kernel.Width);
        var table = graph.Constant(NamedArray.Of<long>($"{label}.table", [partial.KernelCount, 2], places));
        var zero = new OnnxAttribute("value", OnnxAttributeType.Tensor) { Tensor = NamedArray.Of<float>(string.Empty, [1], [0]) };
        var zeros = graph.Node(label, "ConstantOfShape", [shape], zero);
        var weight = graph.Node(label, "ScatterND", [zeros, table, Weight(partial, 0)]);
        return Conv(label, x, weight, Weight(partial, 1), partial.Window, groups: 1);
    }

    // One weight per channel, repeated over the window: y = b + sum of w x.
    private string Subsample(string label, Subsampling layer, string x)
    {
        var axes = graph.Integers(label, "axes", 1, 2, 3);
        var shape = graph.Integers(label, "shape", layer.Channels, 1, layer.Window.Kernel.Height, layer.Window.Kernel.Width);
        var column = graph.Node(label, "Unsqueeze", [Weight(layer, 0), axes]);
        var weight = graph.Node(label, "Expand", [column, shape]);
        return Conv(label, x, weight, Weight(layer, 1), layer.Window, layer.Channels);
    }

    // [N, in] becomes [N, 1, in], minus [classes, in] gives [N, classes, in]; minus the sum of the squares.
    private string Distances(string label, RbfOutput layer, string x)
    {
        var row = graph.Node(label, "Unsqueeze", [x, graph.Integers(label, "axis", 1)]);
        var difference = graph.Node(label, "Sub", [row, Weight(layer, 0)]);
        var square = graph.Node(label, "Mul", [difference, difference]);
        var sum = graph.Node(label, "ReduceSum", [square, graph.Integers(label, "summed", 2)], Attributes.Integer("keepdims", 0));
        return graph.Node(label, "Neg", [sum]);
    }

    private string Flat(string label, string x) => graph.Node(label, "Flatten", [x], Attributes.Integer("axis", 1));

    private string Scaled(string label, string x)
    {
        var steep = graph.Node(label, "Mul", [x, graph.Scalar(label, "slope", (float)ScaledTanh.Slope)]);
        return graph.Node(label, "Mul", [graph.Node(label, "Tanh", [steep]), graph.Scalar(label, "amplitude", (float)ScaledTanh.Amplitude)]);
    }

    private string Lifted(string label, Lift lift, Shape input, string x)
    {
        var (shape, value) = (input, x);
        foreach (var layer in lift.Inner)
        {
            value = Add(label, layer, shape, value);
            shape = layer.OutputShape(shape);
        }

        return graph.Node(label, "Concat", [x, value], Attributes.Integer("axis", 1));
    }
}
