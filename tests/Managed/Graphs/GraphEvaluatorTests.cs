using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Graphs;

public sealed class GraphEvaluatorTests
{
    // A threshold behind (x + 2^-30) - 1, which is 2^-30 at x = 1: above 0, but a float cannot hold 1 + 2^-30.
    private static readonly OnnxModel Threshold = Model(
        [
            new OnnxNode("Add", ["input", "tiny"], ["sum"], []),
            new OnnxNode("Sub", ["sum", "one"], ["difference"], []),
            new OnnxNode("Greater", ["difference", "zero"], ["above"], []) { Name = "/step1/Greater" },
            new OnnxNode("Cast", ["above"], ["output"], [new OnnxAttribute("to", OnnxAttributeType.Integer) { Integer = 1 }]),
        ],
        Scalar("tiny", 1f / (1 << 30)),
        Scalar("one", 1),
        Scalar("zero", 0));

    // Pixels become input * (1 / 255) + 0.5.
    private static readonly OnnxModel Preprocessing = Model(
        [
            new OnnxNode("Cast", ["input"], ["float"], [new OnnxAttribute("to", OnnxAttributeType.Integer) { Integer = 1 }]),
            new OnnxNode("Mul", ["float", "scale"], ["scaled"], []),
            new OnnxNode("Add", ["scaled", "offset"], ["output"], []),
        ],
        Scalar("scale", 1f / 255),
        Scalar("offset", 0.5f));

    [Fact]
    public void A_comparison_that_rounding_decides_is_named_and_its_result_may_be_either()
    {
        var evaluation = new GraphEvaluator(Threshold, Precision.Float32).Run(NamedArray.Of<float>("", [2], [1, 3]));

        Assert.Equal(["/step1/Greater (Greater)"], evaluation.Undecided);
        Assert.Equal([1, 1], evaluation.Outputs[0].Values);
        Assert.Equal([1, 0], evaluation.Outputs[0].Errors);
    }

    [Fact]
    public void Nodes_whose_results_nothing_needs_are_not_computed()
    {
        var graph = Threshold.Graph with
        {
            Nodes = [new OnnxNode("ConstantOfShape", ["many"], ["unused"], []), .. Threshold.Graph.Nodes],
            Initializers = [NamedArray.Of<long>("many", [1], [1L << 40]), .. Threshold.Graph.Initializers],
        };

        Assert.Equal([1], new GraphEvaluator(Threshold with { Graph = graph }, Precision.Float32)
            .Run(NamedArray.Of<float>("", [1], [3])).Outputs[0].Values);
    }

    [Fact]
    public void A_finer_precision_decides_it()
    {
        var evaluation = new GraphEvaluator(Threshold, Precision.Float64).Run(NamedArray.Of<float>("", [1], [1]));

        Assert.Empty(evaluation.Undecided);
        Assert.Equal((1.0, 0.0), (evaluation.Outputs[0].Values[0], evaluation.Outputs[0].Errors[0]));
    }

    [Fact]
    public void Bounds_are_those_of_the_precision()
    {
        var pixels = NamedArray.Of<byte>("", [1, 2], [255, 10]);

        var single = new GraphEvaluator(Preprocessing, Precision.Float32).Run(pixels).Outputs[0];
        var twice = new GraphEvaluator(Preprocessing, Precision.Float64).Run(pixels).Outputs[0];

        // The constants are floats in both; a product and a sum are rounded, at most by half a unit in the last place of 2.
        double[] exact = [(255 * (double)(1f / 255)) + 0.5, (10 * (double)(1f / 255)) + 0.5];
        Assert.Equal(exact, twice.Values);
        Assert.All(twice.Errors, error => Assert.InRange(error, 1e-17, 1e-15));
        Assert.Equal(exact, single.Values);
        Assert.All(single.Errors, error => Assert.InRange(error, 1e-8, 2.4e-7));
        Assert.Equal(("output", 1, 2), (single.Name, single.Sizes[0], single.Sizes[1]));
    }

    [Fact]
    public void A_double_that_was_rounded_is_rounded_again_when_it_becomes_a_float()
    {
        var model = Model(
            [
                new OnnxNode("Mul", ["input", "third"], ["product"], []),
                new OnnxNode(
                    "Cast", ["product"], ["output"], [new OnnxAttribute("to", OnnxAttributeType.Integer) { Integer = 1 }]),
            ],
            NamedArray.Of<double>("third", [], [1.0 / 3]));

        var result = new GraphEvaluator(model, Precision.Float32).Run(NamedArray.Of<double>("input", [1], [0.1])).Outputs[0];

        // Half a unit in the last place of a float, u = 2^-24, and next to nothing from the product.
        Assert.Equal(0.1 * (1.0 / 3), result.Values[0]);
        Assert.InRange(result.Errors[0], result.Values[0] / (1 << 24), 1.001 * result.Values[0] / (1 << 24));
    }

    [Fact]
    public void What_cannot_be_computed_is_refused_by_name()
    {
        var model = Model([new OnnxNode("Selu", ["input"], ["output"], [])]);

        var error = Assert.Throws<TorchBasicsException>(() => new GraphEvaluator(model, Precision.Float32));

        Assert.Equal(
            (ErrorKind.Data, "The graph cannot be computed: operator Selu is not supported."), (error.Kind, error.Message));
    }

    [Fact]
    public void Inputs_that_are_constants_need_not_be_given()
    {
        var graph = Threshold.Graph with
        {
            Inputs = [.. Threshold.Graph.Inputs, new OnnxValue("tiny", OnnxValueKind.Tensor, ElementType.Float32, [])]
        };

        Assert.Equal(["input"], new GraphEvaluator(Threshold with { Graph = graph }, Precision.Float32).Inputs
            .Select(input => input.Name));
    }

    [Fact]
    public void Another_number_of_inputs_is_refused() =>
        Assert.Throws<TorchBasicsException>(() => new GraphEvaluator(Threshold, Precision.Float32).Run());

    private static NamedArray Scalar(string name, float value) => NamedArray.Of<float>(name, [], [value]);

    private static OnnxModel Model(IReadOnlyList<OnnxNode> nodes, params IReadOnlyList<NamedArray> constants) => new(
        new OnnxGraph(
            "g",
            nodes,
            constants,
            [new OnnxValue("input", OnnxValueKind.Tensor, null, null)],
            [new OnnxValue("output", OnnxValueKind.Tensor, null, null)]),
        [new OnnxOperatorSet(string.Empty, 17)]);
}
