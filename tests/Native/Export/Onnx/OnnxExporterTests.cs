using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;
using TorchBasics.Models;

namespace TorchBasics.Tests.Native.Export.Onnx;

public sealed class OnnxExporterTests
{
    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(entry => entry.Name)];

    // The nodes, and their names, as torch.onnx exports the same network; a test with real PyTorch compares the two.
    [Fact]
    public void LeNet5_is_twelve_nodes()
    {
        var graph = Export(Core.Catalog.LeNet5.Architecture).Graph;

        Assert.Equal(
            [
                "/conv1/Conv", "/relu2/Relu", "/maxpool2d3/MaxPool", "/conv2/Conv", "/relu5/Relu", "/maxpool2d6/MaxPool",
                "/flatten7/Flatten",
                "/fc1/Gemm", "/relu9/Relu", "/fc2/Gemm", "/relu11/Relu", "/fc3/Gemm",
            ],
            graph.Nodes.Select(node => node.Name));
        Assert.All(graph.Nodes, node => Assert.Equal(node.Name.Split('/')[^1], node.Operator));
        Assert.All(graph.Nodes.SkipLast(1), node => Assert.Equal([$"{node.Name}_output_0"], node.Outputs));
        Assert.Equal(["input", "conv1.weight", "conv1.bias"], graph.Nodes[0].Inputs);
        Assert.Equal(["/relu11/Relu_output_0", "fc3.weight", "fc3.bias"], graph.Nodes[^1].Inputs);
        Assert.Equal(["logits"], graph.Nodes[^1].Outputs);
    }

    [Fact]
    public void Everything_that_has_a_default_is_written()
    {
        var nodes = Export(Core.Catalog.LeNet5.Architecture).Graph.Nodes;

        Assert.Equal(["kernel_shape 5 5", "strides 1 1", "pads 2 2 2 2", "dilations 1 1", "group 1"], Settings(nodes[0]));
        Assert.Equal(["kernel_shape 2 2", "strides 2 2", "pads 0 0 0 0", "ceil_mode 0", "dilations 1 1"], Settings(nodes[2]));
        Assert.Equal(["axis 1"], Settings(nodes[6]));
        Assert.Equal(["alpha 1", "beta 1", "transA 0", "transB 1"], Settings(nodes[7]));
        var lenet1 = Export(Core.Catalog.LeNet1.Architecture).Graph.Nodes;
        Assert.Equal(
            ["kernel_shape 2 2", "strides 2 2", "pads 0 0 0 0", "ceil_mode 0", "count_include_pad 1"], Settings(lenet1[2]));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_weights_are_the_first_constants_by_name_and_bit_by_bit(string name)
    {
        using var network = new Network(ModelCatalog.Find(name).Initial(1));
        var weights = network.Save();
        var model = OnnxExporter.Convert(new ExportCase(network.Architecture, weights, 1).Model, new());

        var constants = model.Graph.Initializers.ToDictionary(array => array.Name);
        Assert.All(weights, array =>
        {
            Assert.Equal(array.ToString(), constants[array.Name].ToString());
            Assert.True(array.Bytes.Span.SequenceEqual(constants[array.Name].Bytes.Span));
        });
        Assert.DoesNotContain(model.Graph.Inputs, input => constants.ContainsKey(input.Name));
    }

    [Theory]
    [InlineData(
        "lenet5-original",
        "Pad Conv Mul Tanh Mul Unsqueeze Expand Conv Mul Tanh Mul ConstantOfShape ScatterND Conv Mul Tanh Mul "
        + "Unsqueeze Expand Conv Mul Tanh Mul Conv Mul Tanh Mul Flatten Gemm Mul Tanh Mul Unsqueeze Sub Mul ReduceSum Neg")]
    [InlineData("threshold-xor", "Gemm Greater Cast Concat Gemm Greater Cast")]
    [InlineData("xor-mlp", "Gemm Tanh Gemm")]
    [InlineData("lenet1", "Conv Tanh AveragePool Conv Tanh AveragePool Flatten Gemm")]
    [InlineData("tensorflow-tutorial", "Conv Relu MaxPool Conv Relu MaxPool Flatten Gemm Relu Gemm")]
    public void Each_layer_becomes_its_operators(string name, string operators) =>
        Assert.Equal(
            operators, string.Join(' ', Export(ModelCatalog.Find(name).Architecture).Graph.Nodes.Select(node => node.Operator)));

    [Fact]
    public void Preprocessing_takes_bytes_and_gives_probabilities()
    {
        var graph = Export(Core.Catalog.LeNet5.Architecture, new() { IncludePreprocessing = true }).Graph;

        Assert.Equal(
            ["/normalization/Cast", "/normalization/Mul", "/normalization/Add", "/conv1/Conv"],
            graph.Nodes.Take(4).Select(node => node.Name));
        Assert.Equal(["/fc3/Gemm", "/softmax/Softmax"], graph.Nodes.TakeLast(2).Select(node => node.Name));
        Assert.Equal("input UInt8 batch 1 28 28", Text(graph.Inputs.Single()));
        Assert.Equal("probabilities Float32 batch 10", Text(graph.Outputs.Single()));
        Assert.Equal("normalization.scale Float32 []", graph.Initializers[0].ToString());
    }

    [Fact]
    public void Preprocessing_of_channels_and_of_features_has_a_number_for_each()
    {
        var picture = Export(
            new Architecture("rgb", [3, 4, 4], new Flatten(), new Linear("fc", 48, 1)),
            new() { IncludePreprocessing = true }).Graph;
        var vector = Export(new Architecture("vector", [5], new Linear("fc", 5, 1)), new() { IncludePreprocessing = true }).Graph;

        Assert.Equal("normalization.scale Float32 [3, 1, 1]", picture.Initializers[0].ToString());
        Assert.Equal("normalization.offset Float32 [5]", vector.Initializers[1].ToString());
        Assert.Equal("input Float32 batch 5", Text(vector.Inputs.Single()));
        Assert.Equal(["Mul", "Add", "Gemm"], vector.Nodes.Select(node => node.Operator));
        Assert.Equal("logits", vector.Outputs.Single().Name);
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void The_constants_of_the_preprocessing_are_those_of_the_normalisation_bit_by_bit(int channels)
    {
        var subject = ExportCase.Draw(
            new Architecture("picture", [channels, 4, 4], new Flatten(), new Linear("fc", channels * 16, 2)), seed: 1).Model;

        var constants = OnnxExporter.Convert(subject, new() { IncludePreprocessing = true }).Graph.Initializers
            .ToDictionary(array => array.Name);

        Assert.Equal(subject.Normalization.Scale, constants["normalization.scale"].Values<float>().ToArray());
        Assert.Equal(subject.Normalization.Offset, constants["normalization.offset"].Values<float>().ToArray());
    }

    [Fact]
    public void A_softmax_that_is_there_already_is_not_doubled()
    {
        var graph = Export(
            new Architecture("ends", [4], new Linear("fc", 4, 3), new Softmax(), new Dropout(0.5)),
            new() { Softmax = true }).Graph;

        Assert.Equal(["Gemm", "Softmax"], graph.Nodes.Select(node => node.Operator));
        Assert.Equal(["probabilities"], graph.Nodes[^1].Outputs);
    }

    [Fact]
    public void A_network_that_does_nothing_is_one_node()
    {
        var graph = Export(new Architecture("rests", [4], new Dropout(0.5))).Graph;

        Assert.Equal("/output/Identity", Assert.Single(graph.Nodes).Name);
        Assert.Equal(["logits"], graph.Nodes[0].Outputs);
    }

    [Fact]
    public void Repeated_operators_of_a_layer_are_counted()
    {
        var graph =
            Export(new Architecture("lift", [4], new Lift(new Linear("h", 4, 2), new ScaledTanh(), new ScaledTanh()))).Graph;

        Assert.Equal(
            ["/h/Gemm", "/h/Mul", "/h/Tanh", "/h/Mul_1", "/h/Mul_2", "/h/Tanh_1", "/h/Mul_3", "/h/Concat"],
            graph.Nodes.Select(node => node.Name));
        Assert.Equal(
            ["h.weight", "h.bias", "h.slope", "h.amplitude", "h.slope_1", "h.amplitude_1"],
            graph.Initializers.Select(array => array.Name));
    }

    [Fact]
    public void A_residual_is_a_branch_and_an_addition()
    {
        var graph = Export(new Architecture(
            "residual", [4], new Residual(new Linear("a", 4, 2), new Relu(), new Linear("b", 2, 4)), new Relu())).Graph;

        Assert.Equal(
            ["/a/Gemm", "/residual1/1/Relu", "/b/Gemm", "/residual1/Add", "/relu2/Relu"], graph.Nodes.Select(node => node.Name));
        Assert.Equal(["input", "/b/Gemm_output_0"], graph.Nodes[3].Inputs);
        Assert.Equal(["a.weight", "a.bias", "b.weight", "b.bias"], graph.Initializers.Select(array => array.Name));
    }

    [Fact]
    public void An_ensemble_is_its_members_and_their_mean()
    {
        var graph = Export(new Architecture(
            "ensemble", [4],
            new Ensemble([new Linear("a", 4, 2), new Softmax()], [new Relu(), new Linear("b", 4, 2), new Softmax()]))).Graph;

        Assert.Equal(
            ["/a/Gemm", "/ensemble1/1/Softmax", "/ensemble1/2/Relu", "/b/Gemm", "/ensemble1/4/Softmax", "/ensemble1/Mean"],
            graph.Nodes.Select(node => node.Name));
        Assert.Equal(
            ["/ensemble1/1/Softmax_output_0", "/ensemble1/4/Softmax_output_0"], graph.Nodes[5].Inputs);
        Assert.Equal("probabilities", graph.Outputs.Single().Name);
    }

    [Fact]
    public void A_softmax_is_not_added_to_a_mean_of_probabilities()
    {
        var architecture = new Architecture(
            "committee", [4], new Ensemble([new Linear("a", 4, 2), new Softmax()], [new Linear("b", 4, 2), new Softmax()]));

        Assert.Equal("Mean", Export(architecture, new() { Softmax = true }).Graph.Nodes[^1].Operator);
    }

    [Fact]
    public void A_given_batch_stands_in_the_shapes()
    {
        var graph = Export(Core.Catalog.LeNet5.Architecture, new() { Batch = 64 }).Graph;

        Assert.Equal(
            ["input Float32 64 1 28 28", "logits Float32 64 10"], [Text(graph.Inputs.Single()), Text(graph.Outputs.Single())]);
        Assert.Equal("input Float32 batch 1 28 28", Text(Export(Core.Catalog.LeNet5.Architecture).Graph.Inputs.Single()));
    }

    [Fact]
    public void The_model_says_what_it_is()
    {
        var subject = ExportCase.Draw(Core.Catalog.LeNet5.Architecture, 1).Model;
        var model = OnnxExporter.Convert(subject, new() { OperatorSet = 18 });

        Assert.Equal(
            (8, "TorchBasics", 18, "lenet5"),
            (model.IrVersion, model.ProducerName, model.VersionOf(string.Empty), model.Graph.Name));
        Assert.Matches(@"^\d+\.\d+\.\d+$", model.ProducerVersion);
        Assert.Single(model.OperatorSets);
        var info = ModelTexts.Read("test", OnnxFile.ParseModel("test", OnnxFile.ToBytes(model)).Metadata);
        Assert.Equal(
            (subject.Normalization, subject.TrainedOn, subject.CreatedBy), (info.Normalization, info.TrainedOn, info.CreatedBy));
        Assert.Equal(subject.ClassNames, info.ClassNames);
        Assert.Equal(10, info.Architecture.Output[0]);
    }

    [Fact]
    public void A_softmax_over_one_number_is_refused() =>
        Assert.Equal(
            "A softmax needs results for two classes or more; those of perceptron have the shape [N, 1]. Export it without.",
            Refusal(Core.Catalog.Perceptron.Describe(2), new() { Softmax = true }).Message);

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Equal(
            "The operator set is 16; models are written for 17 or 18.",
            Assert.Throws<TorchBasicsException>(() => new OnnxExportOptions { OperatorSet = 16 }).Message);
        Assert.Equal(
            "The batch has 0 samples; expected at least 1.",
            Assert.Throws<TorchBasicsException>(() => new OnnxExportOptions { Batch = 0 }).Message);
    }

    [Fact]
    public void Weights_and_normalisation_of_another_network_are_refused()
    {
        var model = ExportCase.Draw(Core.Catalog.LeNet5.Architecture, 1).Model;
        var channels = model with { Normalization = new Normalization([1, 1, 1], [0, 0, 0]) };

        Assert.Contains(
            "conv1.weight is missing",
            Assert.Throws<TorchBasicsException>(
                () => OnnxExporter.Convert(model with { Weights = [.. model.Weights.Skip(1)] }, new())).Message,
            StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Data, Assert.Throws<TorchBasicsException>(
            () => OnnxExporter.Convert(channels, new() { IncludePreprocessing = true })).Kind);
    }

    private static OnnxModel Export(Architecture architecture, OnnxExportOptions? options = null) =>
        OnnxExporter.Convert(ExportCase.Draw(architecture, seed: 1).Model, options ?? new());

    private static TorchBasicsException Refusal(Architecture architecture, OnnxExportOptions? options = null) =>
        Assert.Throws<TorchBasicsException>(() => Export(architecture, options));

    private static string Text(OnnxValue value) =>
        $"{value.Name} {value.Type} "
        + $"{string.Join(' ', value.Sizes!.Select(size => size.Name.Length > 0 ? size.Name : $"{size.Size}"))}";

    private static IEnumerable<string> Settings(OnnxNode node) => node.Attributes.Select(attribute => attribute.Type switch
    {
        OnnxAttributeType.Float => $"{attribute.Name} {attribute.Float}",
        OnnxAttributeType.Integer => $"{attribute.Name} {attribute.Integer}",
        _ => $"{attribute.Name} {string.Join(' ', attribute.Integers)}",
    });
}
