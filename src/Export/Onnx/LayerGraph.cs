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
internal sealed class LayerGraph(GraphBuilder graph, IReadOnlyDictionary<string, NamedArray> weights) : ILayerReader<string>
{
    // The layer that is being read: its label, the shape that enters, and the name of the value that does.
    private string _label = string.Empty;
    private Shape _input = [];
    private string _x = string.Empty;

    /// <summary>Adds the nodes of a layer.</summary>
    /// <param name="label">The layer's label, which begins the names of its nodes.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Shape that enters.</param>
    /// <param name="x">Name of the value that enters.</param>
    /// <returns>Name of the value that leaves.</returns>
    public string Add(string label, Layer layer, Shape input, string x)
    {
        (_label, _input, _x) = (label, input, x);
        return layer.Accept(this);
    }

    public string Activation(Activation layer) => layer.Accept(new ActivationGraph(graph, _label, _x));

    public string AvgPool2d(AvgPool2d layer) => Pool(layer);

    public string BatchNorm1d(BatchNorm1d layer) => Normalization(layer);

    public string BatchNorm2d(BatchNorm2d layer) => Normalization(layer);

    public string ConstantPad2d(ConstantPad2d layer) => Pad(graph, _label, layer.Padding, layer.Value, _x);

    public string Conv2d(Conv2d layer) => Conv(Weight(layer, 0), Weight(layer, 1), layer.Window, layer.Groups);

    public string Dropout(Dropout layer) => _x; // it rests in evaluation

    // The mean of what the members give.
    public string Ensemble(Ensemble layer)
    {
        var label = _label;
        return graph.Node(label, "Mean", Ends(layer));
    }

    public string Flatten(Flatten layer) => Flat(_x);

    public string GlobalAvgPool2d(GlobalAvgPool2d layer) => Flat(graph.Node(_label, "GlobalAveragePool", [_x]));

    public string Lift(Lift layer)
    {
        var (label, shape, x, value) = (_label, _input, _x, _x);
        foreach (var inner in layer.Inner)
        {
            value = Add(label, inner, shape, value);
            shape = inner.OutputShape(shape);
        }

        return graph.Node(label, "Concat", [x, value], Attributes.Integer("axis", 1));
    }

    public string Linear(Linear layer) => graph.Node(
        _label, "Gemm", [_x, Weight(layer, 0), Weight(layer, 1)],
        Attributes.Float("alpha", 1), Attributes.Float("beta", 1), Attributes.Integer("transA", 0), Attributes.Integer(
            "transB", 1));

    public string LogSoftmax(LogSoftmax layer) => graph.Node(_label, "LogSoftmax", [_x], Attributes.Integer("axis", -1));

    public string MaxPool2d(MaxPool2d layer) => Pool(layer);

    // The kernels that exist are scattered into a full array [out, in, kernel height, kernel width] of zeros.
    public string PartialConv2d(PartialConv2d layer)
    {
        var places = layer.Table.SelectMany((inputs, output) => inputs.SelectMany(input => new long[] { output, input }))
            .ToArray();
        var shape = graph.Integers(
            _label, "shape", layer.Table.Count, layer.InputChannels, layer.Window.Kernel.Height, layer.Window.Kernel.Width);
        var table = graph.Constant(NamedArray.Of<long>($"{_label}.table", [layer.KernelCount, 2], places));
        var zero = new OnnxAttribute("value", OnnxAttributeType.Tensor) { Tensor = NamedArray.Of<float>(string.Empty, [1], [0]) };
        var zeros = graph.Node(_label, "ConstantOfShape", [shape], zero);
        var weight = graph.Node(_label, "ScatterND", [zeros, table, Weight(layer, 0)]);
        return Conv(weight, Weight(layer, 1), layer.Window, groups: 1);
    }

    // [N, in] becomes [N, 1, in], minus [classes, in] gives [N, classes, in]; minus the sum of the squares.
    public string RbfOutput(RbfOutput layer)
    {
        var row = graph.Node(_label, "Unsqueeze", [_x, graph.Integers(_label, "axis", 1)]);
        var difference = graph.Node(_label, "Sub", [row, Weight(layer, 0)]);
        var square = graph.Node(_label, "Mul", [difference, difference]);
        var sum = graph.Node(
            _label, "ReduceSum", [square, graph.Integers(_label, "summed", 2)], Attributes.Integer("keepdims", 0));
        return graph.Node(_label, "Neg", [sum]);
    }

    // What is added to the input stands second, what a shortcut is added to first.
    public string Residual(Residual layer)
    {
        var (label, x) = (_label, _x);
        string[] ends = Ends(layer);
        return graph.Node(label, "Add", ends is [var branch] ? [x, branch] : ends);
    }

    public string Softmax(Softmax layer) => graph.Node(_label, "Softmax", [_x], Attributes.Integer("axis", -1));

    // One weight per channel, repeated over the window: y = b + sum of w x.
    public string Subsampling(Subsampling layer)
    {
        var axes = graph.Integers(_label, "axes", 1, 2, 3);
        var shape = graph.Integers(_label, "shape", layer.Channels, 1, layer.Window.Kernel.Height, layer.Window.Kernel.Width);
        var column = graph.Node(_label, "Unsqueeze", [Weight(layer, 0), axes]);
        var weight = graph.Node(_label, "Expand", [column, shape]);
        return Conv(weight, Weight(layer, 1), layer.Window, layer.Channels);
    }

    /// <summary>Adds a border.</summary>
    public static string Pad(GraphBuilder graph, string label, Size2d padding, float value, string x)
    {
        var (height, width) = (padding.Height, padding.Width);
        var pads = graph.Integers(label, "pads", 0, 0, height, width, 0, 0, height, width);
        return graph.Node(label, "Pad", [x, pads, graph.Scalar(label, "value", value)], Attributes.Text("mode", "constant"));
    }

    // Adds the layers in a layer: by their own names, those without one by the layer's and their place in it.
    private string[] Ends(Layer layer)
    {
        var (label, input, x, place) = (_label, _input, _x, 0);
        var ends = new List<string>();
        foreach (var chain in layer.Chains)
        {
            var (shape, value) = (input, x);
            foreach (var inner in chain)
            {
                value = Add(inner.Name ?? $"{label}/{place}", inner, shape, value);
                shape = inner.OutputShape(shape);
                place++;
            }

            ends.Add(value);
        }

        return [.. ends];
    }

    private string Weight(Layer layer, int index) => graph.Constant(weights[layer.FullName(layer.Parameters[index])]);

    // ONNX's momentum is the share of the old statistics; in evaluation nothing depends on it.
    private string Normalization(BatchNorm layer) => graph.Node(
        _label, "BatchNormalization", [_x, Weight(layer, 0), Weight(layer, 1), Weight(layer, 2), Weight(layer, 3)],
        Attributes.Float("epsilon", (float)layer.Eps),
        Attributes.Float("momentum", (float)(1 - layer.Momentum)), Attributes.Integer("training_mode", 0));

    private string Pool(Pool2d layer) => new PoolGraph(graph).Add(_label, layer, new Size2d(_input[1], _input[2]), _x);

    private string Conv(string weight, string bias, Window window, int groups) => graph.Node(
        _label, "Conv", [_x, weight, bias],
        Attributes.Size("kernel_shape", window.Kernel),
        Attributes.Size("strides", window.Stride),
        Attributes.Pads(window.Padding, window.Padding),
        Attributes.Size("dilations", window.Dilation),
        Attributes.Integer("group", groups));

    private string Flat(string x) => graph.Node(_label, "Flatten", [x], Attributes.Integer("axis", 1));
}
