using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>
/// Reads convolutions: full ones, those with a table of connections, and those that are a trainable subsampling.
/// </summary>
internal static class ConvolutionReader
{
    private const int Bias = 2;

    public static Reading Read(Place place)
    {
        place.CheckInputs(3);
        place.Picture();
        var (graph, node) = (place.Graph, place.Node);
        if (!SourceGraph.Has(node, 1))
            throw place.Refuse("the kernel is missing");
        if (graph.Producer(node.Inputs[1], "ScatterND") is { } scatter && graph.IsConstant(node.Inputs[1]))
            return Partial(place, scatter);
        var settings = place.Settings();
        var groups = settings.Integer("group", 1);
        var isSpread = graph.Producer(node.Inputs[1], "Expand") is not null && graph.IsConstant(node.Inputs[1]);
        var weight = graph.Floats(node, 1, "the kernel");
        if (weight.Sizes.Count != 4)
            throw place.Refuse(
                $"its kernel has the sizes [{string.Join(", ", weight.Sizes)}]; expected [out, in, height, width]");
        var (outputs, inputs, kernel) =
            ((int)weight.Sizes[0], (int)weight.Sizes[1], new Size2d((int)weight.Sizes[2], (int)weight.Sizes[3]));
        var window = WindowFields.Read(place, settings, kernel);
        settings.Done();
        // One number for each channel is a kernel as good as any, unless it is spread.
        if (((groups != 1 && kernel.Area > 1) || isSpread) && IsSubsampling(weight, groups, window))
            return Subsampling(place, weight, outputs, kernel);
        if (groups < 1 || outputs % groups != 0 || inputs * groups > int.MaxValue)
            throw place.Refuse(
                $"group is {groups}; expected a divisor of its {Counted.Of(outputs, "output channel")}, "
                + $"with {Counted.Of(inputs, "input channel")} in each");
        if (window.Begin != window.End)
            throw place.Refuse($"it pads {window.Begin} pixels before and {window.End} behind; expected the same on both sides");
        var bias = BiasReader.Read(place, Bias, outputs, behind: 2);
        return new Reading(bias.Value, new LayerDraft(
            "conv",
            ParameterNames.Of(graph, node, Bias) ?? bias.Name,
            name => new Conv2d(
                name, inputs * (int)groups, outputs, kernel, window.Stride, window.Begin, window.Dilation, (int)groups),
            [weight, bias.Array])
        { LacksBias = bias.IsMissing });
    }

    // One input channel for each output, windows side by side, one number under each of them.
    private static bool IsSubsampling(NamedArray weight, long groups, WindowFields window)
    {
        var values = weight.Values<float>();
        var area = values.Length / (int)weight.Sizes[0];
        var isPlain = weight.Sizes[1] == 1 && weight.Sizes[0] == groups && window.Stride == window.Kernel && window.Dilation == 1
            && window.Begin == 0 && window.End == 0;
        for (var i = 0; i < values.Length && isPlain; i++)
            isPlain = values[i].Equals(values[i - (i % area)]);
        return isPlain;
    }

    private static Reading Subsampling(Place place, NamedArray kernels, int channels, Size2d window)
    {
        var weight = new float[channels];
        for (var c = 0; c < channels; c++)
            weight[c] = kernels.Values<float>()[c * window.Area];
        var bias = BiasReader.Read(place, Bias, channels, behind: 2);
        return new Reading(bias.Value, new LayerDraft(
            "sub",
            ParameterNames.Of(place.Graph, place.Node, Bias) ?? bias.Name,
            name => new Subsampling(name, channels, window),
            [NamedArray.Of<float>("weight", [channels], weight), bias.Array])
        { LacksBias = bias.IsMissing });
    }

    // Kernels in places of an array of zeros: (output, input) of each, output by output.
    private static Reading Partial(Place place, OnnxNode scatter)
    {
        var (graph, node) = (place.Graph, place.Node);
        var (indices, weight) = (graph.Constant(scatter, 1, "the list of connections"), graph.Floats(scatter, 2, "the kernels"));
        if (indices is not { Type: ElementType.Int64, Sizes: [_, 2] } || weight.Sizes.Count != 3
            || weight.Sizes[0] != indices.Sizes[0])
            throw graph.Refuse(scatter, $"the connections {indices} and the kernels {weight} do not fit");
        var (outputs, inputs) = Zeros(graph, scatter, weight);
        var scatterSettings = new NodeSettings(graph, scatter);
        if (scatterSettings.Text("reduction", "none") != "none")
            throw graph.Refuse(scatter, "it adds to what it finds; expected that it replaces");
        scatterSettings.Done();
        var table = Table(graph, scatter, indices.Values<long>(), outputs, inputs);
        var kernel = new Size2d((int)weight.Sizes[1], (int)weight.Sizes[2]);
        var settings = place.Settings();
        settings.Only("group", 1, otherwise: 1);
        var window = WindowFields.Read(place, settings, kernel);
        settings.Done();
        if (window.Stride != 1 || window.Dilation != 1 || window.Begin != 0 || window.End != 0)
            throw place.Refuse("a convolution with a table of connections has stride 1, dilation 1 and no padding");
        var bias = BiasReader.Read(place, Bias, outputs, behind: 2);
        return new Reading(bias.Value, new LayerDraft(
            "conv",
            ParameterNames.Of(graph, scatter, 2, ".weight") ?? ParameterNames.Of(graph, node, Bias, ".bias") ?? bias.Name,
            name => new PartialConv2d(name, inputs, table, kernel),
            [weight, bias.Array])
        { LacksBias = bias.IsMissing });
    }

    // The sizes alone are looked at: with few kernels in it, the array may be far larger than the file.
    private static (int Outputs, int Inputs) Zeros(SourceGraph graph, OnnxNode scatter, NamedArray weight)
    {
        if (graph.Producer(scatter.Inputs[0], "ConstantOfShape") is not { } zeros)
            throw graph.Refuse(scatter, "its kernels do not replace parts of an array of zeros");
        var settings = new NodeSettings(graph, zeros);
        var isZero = zeros.Find("value") is not { } value
            || (value.Tensor is { Type: ElementType.Float32, Count: 1 } tensor && tensor.Values<float>()[0] == 0);
        settings.Ignore("value");
        settings.Done();
        var sizes = graph.Constant(zeros, 0, "the shape") is { Type: ElementType.Int64, Count: 4 } shape
            ? shape.Values<long>().ToArray()
            : [];
        // Each output needs a kernel of its own, which keeps the table as small as the list of connections.
        if (!isZero || sizes is not [var outputs, var inputs, var height, var width] || height != weight.Sizes[1]
            || width != weight.Sizes[2]
            || outputs < 1 || outputs > weight.Sizes[0] || inputs is < 1 or > int.MaxValue)
        {
            throw graph.Refuse(scatter, $"its kernels [{string.Join(", ", weight.Sizes)}] do not fit into an array of zeros "
                + $"[{string.Join(", ", sizes)}]");
        }

        return ((int)outputs, (int)inputs);
    }

    private static List<int>[] Table(SourceGraph graph, OnnxNode scatter, ReadOnlySpan<long> indices, int outputs, int inputs)
    {
        var table = new List<int>[outputs];
        for (var output = 0; output < outputs; output++)
            table[output] = [];
        var last = (Output: 0L, Input: -1L);
        for (var k = 0; k < indices.Length; k += 2)
        {
            var connection = (Output: indices[k], Input: indices[k + 1]);
            if (connection.CompareTo(last) <= 0 || connection.Output >= outputs || connection.Input < 0
                || connection.Input >= inputs)
                throw graph.Refuse(scatter, $"its connection {connection} is out of order or out of range; "
                    + "expected them output by output, each with rising inputs");
            table[connection.Output].Add((int)connection.Input);
            last = connection;
        }

        return Array.TrueForAll(table, seen => seen.Count > 0)
            ? table
            : throw graph.Refuse(scatter, "an output has no connection");
    }
}
