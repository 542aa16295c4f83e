using TorchBasics.Core.Layers;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx.Import;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Models;
using TorchBasics.Reference.Numbers;
using TorchSharp;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>
/// Networks that torch.onnx of the PyTorch at hand wrote, in several operator sets, with an open and a fixed batch, with and
/// without folded constants. PyTorch's own outputs are the measure, for the graph on the reference and for the network that
/// is read from it.
/// </summary>
public sealed class TorchGraphTests(TorchGraphs graphs) : IClassFixture<TorchGraphs>
{
    private static readonly Layer[] LeNet =
    [
        new Conv2d("conv1", 1, 6, kernel: 5, stride: 1, padding: 2), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
        new Conv2d("conv2", 6, 16, kernel: 5, stride: 1, padding: 0), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
        new Flatten(),
        new Linear("fc1", 400, 120), new Relu(), new Linear("fc2", 120, 84), new Relu(), new Linear("fc3", 84, 10),
        new LogSoftmax(),
    ];

    private static readonly Dictionary<string, Layer[]> Networks = new()
    {
        ["lenet-module"] = LeNet,
        ["caffe-lenet"] =
        [
            new Conv2d("0", 1, 20, kernel: 5, stride: 1, padding: 0),
            new MaxPool2d(kernel: 2, stride: 2),
            new Conv2d("2", 20, 50, kernel: 5, stride: 1, padding: 0),
            new MaxPool2d(kernel: 2, stride: 2),
            new Flatten(),
            new Linear("5", 800, 500),
            new Relu(),
            new Linear("7", 500, 10)
        ],
        ["mlp"] = [new Flatten(), new Linear("1", 784, 64), new Relu(), new Linear("4", 64, 10), new Softmax()],
        ["mlp-view"] = [new Flatten(), new Linear("1", 784, 16), new Sigmoid(), new Linear("3", 16, 10)],
        ["lines"] = [new Flatten(), new Linear("1", 784, 10)],
        ["perceptron"] = [new Linear("0", 2, 1), new Step()],
        ["xor"] = [new Linear("0", 2, 2), new Tanh(), new Linear("2", 2, 1), new Sigmoid()],
        ["functions"] = [new Linear("0", 5, 7), new LeakyRelu(0.2), new Elu(0.7), new Gelu(), new Silu(), new Hardtanh(-0.3, 0.8),
            new Linear("6", 7, 4), new Hardtanh(0, 6)],
        ["gelu-by-tanh"] = [new Linear("0", 3, 6), new GeluTanh(), new Linear("2", 6, 2)],
        ["means"] = [new Conv2d("0", 3, 4, new Size2d(3, 2), stride: 1, padding: 0), new Tanh(),
            new AvgPool2d(kernel: 2, stride: 2), new GlobalAvgPool2d(), new LogSoftmax()],
        ["mean-of-axes"] =
            [new Conv2d("0", 3, 4, kernel: 3, stride: 2, padding: 0, dilation: 2), new GlobalAvgPool2d(), new Linear("2", 4, 3)],
        ["ceilings"] =
        [
            new MaxPool2d(kernel: 3, stride: 2, padding: 1, ceilMode: true),
            new AvgPool2d(kernel: 3, stride: 2, ceilMode: true),
            new AvgPool2d(kernel: 2, stride: 1, padding: 1, countIncludePad: false)
        ],
        // Written as borders of zeros and means over them. (With ceil_mode besides, PyTorch 1.13 writes a graph with more
        // windows than it computes itself.)
        ["padded-means"] =
        [
            new AvgPool2d(kernel: 3, stride: 2, padding: 1),
            new AvgPool2d(new Size2d(2, 3), new Size2d(2, 1), new Size2d(1, 0))
        ],
        ["normalized"] =
        [
            new BatchNorm2d("0", 2, 0.01f),
            new Relu(),
            new BatchNorm2d("2", 2, 1e-5f),
            new Conv2d("3", 2, 3, kernel: 3, stride: 1, padding: 0),
            new Flatten(),
            new BatchNorm1d("5", 36, 1e-5f, momentum: 0.25),
            new Linear("6", 36, 4)
        ],
        ["borders"] =
            [new ConstantPad2d(new Size2d(1, 2), -0.5f), new Conv2d("1", 1, 2, kernel: 3, stride: 1, padding: 1), new Relu()],
        // Two blocks as in ResNet without batch normalisation, one without biases, then one before its activation.
        ["residuals"] =
        [
            new Conv2d("0", 2, 4, kernel: 3, stride: 1, padding: 1), new Relu(),
            new Residual(
                new Conv2d("a", 4, 4, kernel: 3, stride: 1, padding: 1),
                new Relu(),
                new Conv2d("b", 4, 4, kernel: 3, stride: 1, padding: 1)), new Relu(),
            new Residual(
                new Conv2d("a", 4, 3, kernel: 1, stride: 1, padding: 0),
                new Relu(),
                new Conv2d("b", 3, 4, kernel: 1, stride: 1, padding: 0)), new Relu(),
            new GlobalAvgPool2d(), new Residual(new Silu(), new Linear("c", 4, 4)), new Linear("d", 4, 3),
        ],
        // As torchvision's ResNet, whose blocks change size by a convolution in the shortcut: normalizations folded into the
        // convolutions before them, as torch.onnx does, and kept.
        ["resnet"] = ResNet((_, _) => []),
        ["resnet-kept"] = ResNet((name, channels) => [new BatchNorm2d(name, channels, 1e-5f)]),
        // A depthwise convolution and one over its results at each pixel, as in MobileNet.
        ["groups"] =
        [
            new Conv2d("0", 4, 6, kernel: 3, stride: 1, padding: 1, groups: 2),
            new Relu(),
            new Conv2d("2", 6, 6, kernel: 3, stride: 2, padding: 1, groups: 6),
            new Conv2d("3", 6, 5, kernel: 1, stride: 1, padding: 0),
            new Flatten(),
            new Linear("5", 60, 3)
        ],
    };

    private static Layer[] ResNet(Func<string, int, IEnumerable<Layer>> norm) =>
    [
        new Conv2d("a", 2, 4, kernel: 3, stride: 1, padding: 1), .. norm("bn1", 4), new Relu(),
        new Residual([new Conv2d("b", 4, 4, kernel: 3, stride: 1, padding: 1), .. norm("bn2", 4), new Relu(),
            new Conv2d("c", 4, 4, kernel: 3, stride: 1, padding: 1), .. norm("bn3", 4)]), new Relu(),
        new Residual(
            [new Conv2d("d", 4, 6, kernel: 3, stride: 2, padding: 1), .. norm("bn4", 6), new Relu(),
                new Conv2d("e", 6, 6, kernel: 3, stride: 1, padding: 1), .. norm("bn5", 6)],
            [new Conv2d("f", 4, 6, kernel: 1, stride: 2, padding: 0), .. norm("bn6", 6)]), new Relu(),
        new GlobalAvgPool2d(), new Linear("fc", 6, 3),
    ];

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_comes_back_and_gives_the_outputs_that_PyTorch_gave(string name)
    {
        var layers = Networks[name];
        foreach (var variant in (string[])["17", "fixed", "9"])
        {
            var folder = graphs.Folder($"{name}-{variant}");
            var model = OnnxFile.ReadModel(Path.Combine(folder, "model.onnx"));

            var imported = OnnxImporter.Convert($"{name}-{variant}", model);

            Assert.Equal(Flat(layers), Flat(imported.Model.Architecture.Layers));
            // whose layers torch.onnx names by the modules that they stand in
            if (variant == "17" && !name.StartsWith("res", StringComparison.Ordinal))
                Assert.Equal(NamesOf(layers, model), NamesOf(imported.Model.Architecture.Layers, model));
            Compare(folder, model, imported);
        }
    }

    // Where no bias or a folded constant has a name, a layer is called by its kind; numbers alone do not matter.
    private static IEnumerable<string?> NamesOf(IEnumerable<Layer> layers, OnnxModel model) =>
        layers.Select(layer => layer.Name).Where(name => model.Graph.Initializers.Any(array => array.Name == $"{name}.bias"));

    // The layers of a branch behind the residual.
    private static IEnumerable<object> Flat(IEnumerable<Layer> layers) =>
        layers.SelectMany(layer => layer is Residual residual
            ? [$"residual of {residual.Branch.Count} and {residual.Shortcut.Count}", .. Flat(layer.Inner)]
            : (object[])[WithoutName(layer)]);

    private static Layer WithoutName(Layer layer) => layer switch
    {
        Conv2d conv => new Conv2d("any", conv.InputChannels, conv.OutputChannels,
            conv.Window.Kernel, conv.Window.Stride, conv.Window.Padding, conv.Window.Dilation, conv.Groups),
        Linear linear => new Linear("any", linear.Inputs, linear.Outputs),
        BatchNorm1d norm => new BatchNorm1d("any", norm.Channels, norm.Eps, norm.Momentum),
        BatchNorm2d norm => new BatchNorm2d("any", norm.Channels, norm.Eps, norm.Momentum),
        _ => layer,
    };

    private static void Compare(string folder, OnnxModel model, ImportedModel imported)
    {
        var data = Path.Combine(folder, "test_data_set_0");
        var (input, expected) =
            (OnnxFile.ReadTensor(Path.Combine(data, "input_0.pb")), OnnxFile.ReadTensor(Path.Combine(data, "output_0.pb")));
        var reference = new GraphEvaluator(model, Precision.Float32).Run(input).Outputs[0];
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var network = new Network(imported.Model);
        network.eval();
        var actual = network.call(torch.tensor(input.Values<float>().ToArray(), [.. input.Sizes]))
            .contiguous().data<float>().ToArray();
        Assert.Equal(expected.Sizes, reference.Sizes.Select(size => (long)size));
        Assert.Equal(expected.Count, actual.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.InRange(
                expected.Values<float>()[i],
                reference.Values[i] - reference.Errors[i],
                reference.Values[i] + reference.Errors[i]);
            Assert.InRange(actual[i], reference.Values[i] - reference.Errors[i], reference.Values[i] + reference.Errors[i]);
        }
    }
}
