using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx;

/// <summary>
/// The nodes of an activation. What ONNX has no operator for before set 20 is written as torch.onnx writes it, so that
/// runtimes which look for that pattern find it.
/// </summary>
/// <remarks>Source: ONNX Operators.md, the versions of each operator that hold for operator sets 17 and 18.</remarks>
/// <param name="graph">Where nodes and constants go.</param>
/// <param name="label">The layer's label.</param>
/// <param name="x">Name of the value that enters.</param>
internal sealed class ActivationGraph(GraphBuilder graph, string label, string x) : IActivationReader<string>
{
    private const int Float = 1; // TensorProto.DataType.FLOAT

    public string Elu(Elu layer) => graph.Node(label, "Elu", [x], Attributes.Float("alpha", (float)layer.Alpha));

    // x (1 + erf(x / sqrt 2)) / 2
    public string Gelu(Gelu layer)
    {
        var erf = Node("Erf", Node("Div", x, Scalar("root", Math.Sqrt(2))));
        return Node("Mul", Node("Mul", x, Node("Add", erf, Scalar("one", 1))), Scalar("half", 0.5));
    }

    // x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
    public string GeluTanh(GeluTanh layer)
    {
        var cube = Node("Mul", x, Node("Mul", x, x));
        var sum = Node("Add", x, Node("Mul", Scalar("cubic", 0.044715), cube));
        var tanh = Node("Tanh", Node("Mul", Scalar("slope", Math.Sqrt(2 / Math.PI)), sum));
        return Node("Mul", Scalar("half", 0.5), Node("Mul", x, Node("Add", Scalar("one", 1), tanh)));
    }

    public string Hardtanh(Hardtanh layer) => Node("Clip", x, Scalar("minimum", layer.Minimum), Scalar("maximum", layer.Maximum));

    public string LeakyRelu(LeakyRelu layer) =>
        graph.Node(label, "LeakyRelu", [x], Attributes.Float("alpha", (float)layer.NegativeSlope));

    public string Relu(Relu layer) => Node("Relu", x);

    public string ScaledTanh(ScaledTanh layer)
    {
        var steep = Node("Mul", x, Scalar("slope", Core.Layers.ScaledTanh.Slope));
        return Node("Mul", Node("Tanh", steep), Scalar("amplitude", Core.Layers.ScaledTanh.Amplitude));
    }

    public string Sigmoid(Sigmoid layer) => Node("Sigmoid", x);

    public string Silu(Silu layer) => Node("Mul", x, Node("Sigmoid", x));

    public string Step(Step layer) =>
        graph.Node(label, "Cast", [Node("Greater", x, Scalar("threshold", 0))], Attributes.Integer("to", Float));

    public string Tanh(Tanh layer) => Node("Tanh", x);

    private string Node(string operation, params IReadOnlyList<string> inputs) => graph.Node(label, operation, inputs);

    private string Scalar(string role, double value) => graph.Scalar(label, role, (float)value);
}
