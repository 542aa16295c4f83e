using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core;

public class ArchitectureTests
{
    private static readonly Architecture LeNet5 = new(
        "lenet5", [1, 28, 28],
        new Conv2d("conv1", 1, 6, kernel: 5, stride: 1, padding: 2), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
        new Conv2d("conv2", 6, 16, kernel: 5, stride: 1, padding: 0), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
        new Flatten(),
        new Linear("fc1", 400, 120), new Relu(), new Linear("fc2", 120, 84), new Relu(), new Linear("fc3", 84, 10));

    [Fact]
    public void Shapes_follow_from_layer_to_layer() => Assert.Equal(
        "[N, 1, 28, 28] [N, 6, 28, 28] [N, 6, 28, 28] [N, 6, 14, 14] [N, 16, 10, 10] [N, 16, 10, 10] [N, 16, 5, 5] [N, 400] [N, "
        + "120] [N, 120] [N, 84] [N, 84] [N, 10]",
        string.Join(' ', LeNet5.Shapes));

    [Fact]
    public void The_modern_LeNet5_has_61706_parameters_and_416520_multiply_adds()
    {
        // By hand: 156 + 2,416 + 48,120 + 10,164 + 850, and 784*6*25 + 100*16*150 + 400*120 + 120*84 + 84*10.
        Assert.Equal(61_706, LeNet5.ParameterCount);
        Assert.Equal(416_520, LeNet5.MultiplyAdds);
    }

    [Fact]
    public void Parameters_have_the_names_and_the_order_of_PyTorch() => Assert.Equal(
        ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias",
            "fc3.weight", "fc3.bias"],
        LeNet5.Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void A_summary_has_one_row_per_layer()
    {
        var rows = LeNet5.Summarize();

        Assert.Equal(
            ["Conv2d", "ReLU", "MaxPool2d", "Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear", "ReLU", "Linear", "ReLU",
                "Linear"],
            rows.Select(row => row.Kind));
        Assert.Equal(new SummaryRow("conv2", "Conv2d", [16, 10, 10], 2_416, 240_000, new Size2d(14, 14)), rows[3]);
        Assert.Equal(new SummaryRow("fc1", "Linear", [120], 48_120, 48_000, null), rows[7]);
        Assert.Equal(new Size2d(16, 16), rows[6].ReceptiveField);
    }

    [Fact]
    public void A_vector_has_no_receptive_field() =>
        Assert.Null(new Architecture("xor", [2], new Linear("fc", 2, 1)).Summarize()[0].ReceptiveField);

    [Fact]
    public void Two_layers_of_one_name_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new Architecture("net", [4], new Linear("fc", 4, 4), new Relu(), new Linear("fc", 4, 2)));

        Assert.StartsWith(
            "Two layers of the network net are called 'fc'; parameter names would clash.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_within_residuals_count_for_names_and_the_summary()
    {
        Architecture Of(string first, string second) => new("net", [4], new Linear(first, 4, 4), new Residual(
            new Linear("b", 4, 2), new Relu(), new Residual(new Linear(second, 2, 2)), new Linear("d", 2, 4)));

        Assert.Equal(
            ["a.weight", "a.bias", "b.weight", "b.bias", "c.weight", "c.bias", "d.weight", "d.bias"],
            Of("a", "c").Parameters.Select(parameter => parameter.Name));
        Assert.Equal(new SummaryRow(null, "Residual", [4], 10 + 6 + 12, 8 + 4 + 8, null), Of("a", "c").Summarize()[1]);
        Assert.StartsWith(
            "Two layers of the network net are called 'c'",
            Assert.Throws<ArgumentException>(() => Of("c", "c")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Two layers of the network net are called 'd'",
            Assert.Throws<ArgumentException>(() => Of("a", "d")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_layer_has_a_number_and_a_label_those_within_others_too()
    {
        var network = new Architecture(
            "net", [2, 4, 4],
            new Residual(
                new Conv2d("a", 2, 3, kernel: 1, stride: 1, padding: 0),
                new Residual(new Dropout(0.5)),
                new Conv2d("b", 3, 2, kernel: 1, stride: 1, padding: 0)),
            new Flatten(), new Lift(new Linear("c", 32, 2), new Tanh()), new Dropout(0.5));

        Assert.Equal(
            [(0, "residual1", "[N, 2, 4, 4]"), (4, "residual1.a", "[N, 2, 4, 4]"), (5, "residual1.residual2", "[N, 3, 4, 4]"),
             (6, "residual1.residual2.dropout1", "[N, 3, 4, 4]"), (7, "residual1.b", "[N, 3, 4, 4]"),
             (1, "flatten2", "[N, 2, 4, 4]"),
             (2, "c", "[N, 32]"), (8, "c.c", "[N, 32]"), (9, "c.tanh2", "[N, 2]"), (3, "dropout4", "[N, 34]")],
            network.Nodes.SelectMany(node => node.All).Select(node => (node.Number, node.Label, node.Input.ToString())));
        Assert.Equal(
            ["Residual", "Conv2d", "Residual", "Dropout", "Conv2d", "Flatten", "Lift", "Linear", "Tanh", "Dropout"],
            network.AllLayers.Select(layer => layer.Kind));
    }

    [Fact]
    public void A_network_needs_a_layer_and_a_name()
    {
        Assert.Throws<ArgumentException>(() => new Architecture("net", [4]));
        Assert.Throws<ArgumentException>(() => new Architecture(" ", [4], new Relu()));
    }

    [Fact]
    public void Layers_that_do_not_fit_together_are_named_with_their_shapes()
    {
        var error = Assert.Throws<ShapeException>(
            () => new Architecture("net", [1, 28, 28], new Conv2d("conv1", 1, 6, 5, 1, 0), new Linear("fc1", 3456, 10)));

        Assert.Equal(
            "fc1 (Linear) got input of shape [N, 6, 24, 24]; expected [N, 3456]; "
            + "a Flatten before it turns pictures into vectors.",
            error.Message);
        Assert.Equal(ErrorKind.Usage, error.Kind);
    }
}
