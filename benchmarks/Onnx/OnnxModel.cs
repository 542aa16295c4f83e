using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Benchmarks.Onnx;

/// <summary>
/// A chain of layers as an ONNX model, so that another runtime can compute the same network. Knows what the contests
/// need: Conv2d, Linear, MaxPool2d, ReLU, Tanh, Flatten.
/// </summary>
/// <remarks>Source of field numbers: onnx.proto of ONNX, IR version 8; of operators: its operator set 13.</remarks>
internal static class OnnxModel
{
    /// <summary>Name of the input.</summary>
    public const string Input = "input";

    /// <summary>Name of the output.</summary>
    public const string Output = "output";

    private const int Float = 1; // TensorProto.DataType
    private const int Int = 2;   // AttributeProto.AttributeType
    private const int Ints = 7;

    /// <summary>Composes the file for one size of batch, which gives the runtime every freedom to prepare itself.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="weights">All its arrays.</param>
    /// <param name="batch">Samples per run.</param>
    /// <returns>The bytes of a .onnx file.</returns>
    public static byte[] Write(Architecture architecture, IReadOnlyList<NamedArray> weights, int batch)
    {
        var graph = new ProtobufWriter();
        var value = Input;
        for (var i = 0; i < architecture.Layers.Count; i++)
        {
            var result = i == architecture.Layers.Count - 1 ? Output : $"value{i + 1}";
            graph.Message(1, Node(architecture.Layers[i], value, result));
            value = result;
        }

        graph.Text(2, architecture.Name);
        foreach (var array in weights)
            graph.Message(5, Initializer(array));
        graph.Message(11, ValueInfo(Input, [batch, .. architecture.Input]));
        graph.Message(12, ValueInfo(Output, [batch, .. architecture.Output]));
        return new ProtobufWriter()
            .Number(1, 8)                                                           // ir_version
            .Text(2, "TorchBasics benchmarks")                                      // producer_name
            .Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, string.Empty).Number(2, 13))   // opset_import
            .ToArray();
    }

    private static ProtobufWriter Node(Layer layer, string input, string output)
    {
        var node = new ProtobufWriter().Text(1, input);
        foreach (var parameter in layer.Parameters)
            node.Text(1, $"{layer.Name}.{parameter.Name}");
        node.Text(2, output);
        return layer switch
        {
            Conv2d conv => Window(node.Text(4, "Conv"), conv.Window).Message(5, Attribute("dilations", conv.Window.Dilation)),
            MaxPool2d { CeilMode: false } pool => Window(node.Text(4, "MaxPool"), pool.Window),
            Linear => node.Text(4, "Gemm").Message(5, Attribute("transB", 1)), // y = x W^T + b
            Relu => node.Text(4, "Relu"),
            Tanh => node.Text(4, "Tanh"),
            Flatten => node.Text(4, "Flatten").Message(5, Attribute("axis", 1)),
            _ => throw new TorchBasicsException(ErrorKind.Usage, $"The benchmarks do not know the layer {layer.Kind}."),
        };
    }

    private static ProtobufWriter Window(ProtobufWriter node, Window window) => node
        .Message(5, Attribute("kernel_shape", window.Kernel))
        .Message(5, Attribute("strides", window.Stride))
        .Message(5, Attribute("pads", window.Padding.Height, window.Padding.Width, window.Padding.Height, window.Padding.Width));

    private static ProtobufWriter Attribute(string name, int value) => new ProtobufWriter().Text(1, name).Number(3, value).Number(20, Int);

    private static ProtobufWriter Attribute(string name, Size2d size) => Attribute(name, size.Height, size.Width);

    private static ProtobufWriter Attribute(string name, params ReadOnlySpan<int> values)
    {
        var attribute = new ProtobufWriter().Text(1, name);
        foreach (var value in values)
            attribute.Number(8, value);
        return attribute.Number(20, Ints);
    }

    private static ProtobufWriter Initializer(NamedArray array)
    {
        var tensor = new ProtobufWriter();
        foreach (var size in array.Sizes)
            tensor.Number(1, size);
        return tensor.Number(2, Float).Text(8, array.Name).Floats(9, array.Values<float>());
    }

    private static ProtobufWriter ValueInfo(string name, ReadOnlySpan<int> sizes)
    {
        var shape = new ProtobufWriter();
        foreach (var size in sizes)
            shape.Message(1, new ProtobufWriter().Number(1, size));
        var type = new ProtobufWriter().Message(1, new ProtobufWriter().Number(1, Float).Message(2, shape));
        return new ProtobufWriter().Text(1, name).Message(2, type);
    }
}
