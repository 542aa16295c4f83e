using TorchBasics.Formats.Onnx;

namespace TorchBasics.Graphs.Operators;

/// <summary>Which operators there are, and what each asks of an engine.</summary>
/// <typeparam name="TValue">The engine's arrays.</typeparam>
internal sealed class OperatorTable<TValue>
    where TValue : class
{
    /// <summary>How many elements an array may have where nobody says less.</summary>
    public const long MostElements = 1L << 27;

    private const long NewestSet = 27;
    private const string TrainingSet = "ai.onnx.preview.training";

    private readonly Dictionary<(string Domain, string Name), Func<OperatorCall, TValue?[], TValue?[]>> _operators;
    private readonly long _limit;

    /// <summary>Binds the operators to an engine.</summary>
    /// <param name="engine">What computes.</param>
    /// <param name="limit">How many elements a result may have.</param>
    public OperatorTable(IOperators<TValue> engine, long limit = MostElements)
    {
        _limit = limit;
        var windows = new WindowOperators<TValue>(engine);
        var products = new ProductOperators<TValue>(engine);
        var elements = new ElementOperators<TValue>(engine);
        var shapes = new ShapeOperators<TValue>(engine);
        var axes = new AxisOperators<TValue>(engine);
        var places = new PlaceOperators<TValue>(engine);
        var slices = new SliceOperator<TValue>(engine);
        var functions = new FunctionOperators<TValue>(engine);
        var losses = new LossOperators<TValue>(engine);
        var optimizers = new OptimizerOperators<TValue>(engine);
        _operators = new()
        {
            [("", "Conv")] = windows.Conv,
            [("", "AveragePool")] = windows.AveragePool,
            [("", "MaxPool")] = windows.MaxPool,
            [("", "GlobalAveragePool")] = windows.GlobalAveragePool,
            [("", "Gemm")] = products.Gemm,
            [("", "MatMul")] = products.MatMul,
            [("", "Add")] = elements.Add,
            [("", "Sub")] = elements.Subtract,
            [("", "Mul")] = elements.Multiply,
            [("", "Div")] = elements.Divide,
            [("", "Mean")] = elements.Mean,
            [("", "Neg")] = elements.Negate,
            [("", "Greater")] = elements.Greater,
            [("", "GreaterOrEqual")] = elements.GreaterOrEqual,
            [("", "Less")] = elements.Less,
            [("", "LessOrEqual")] = elements.LessOrEqual,
            [("", "Cast")] = elements.Cast,
            [("", "ReduceSum")] = axes.Sum,
            [("", "ReduceMean")] = axes.Mean,
            [("", "Unsqueeze")] = axes.Unsqueeze,
            [("", "Squeeze")] = axes.Squeeze,
            [("", "Transpose")] = axes.Transpose,
            [("", "Expand")] = axes.Expand,
            [("", "Concat")] = axes.Concat,
            [("", "Pad")] = places.Pad,
            [("", "ConstantOfShape")] = places.ConstantOfShape,
            [("", "ScatterND")] = places.Scatter,
            [("", "Gather")] = places.Gather,
            [("", "Slice")] = slices.Slice,
            [("", "Shape")] = places.Shape,
            [("", "Flatten")] = shapes.Flatten,
            [("", "Reshape")] = shapes.Reshape,
            [("", "Identity")] = ShapeOperators<TValue>.Identity,
            [("", "Constant")] = shapes.Constant,
            [("", "Dropout")] = shapes.Dropout,
            [("", "BatchNormalization")] = functions.BatchNormalization,
            [("", "Clip")] = functions.Clip,
            [("", "Erf")] = functions.Erf,
            [("", "Softmax")] = functions.Softmax,
            [("", "LogSoftmax")] = functions.LogSoftmax,
            [("", "NegativeLogLikelihoodLoss")] = losses.NegativeLogLikelihood,
            [("", "SoftmaxCrossEntropyLoss")] = losses.SoftmaxCrossEntropy,
            [(TrainingSet, "Momentum")] = optimizers.Momentum,
            [(TrainingSet, "Adam")] = optimizers.Adam,
        };
        foreach (var (name, read) in OnnxActivation.All)
            _operators[("", name)] = functions.Activation(read);
    }

    /// <summary>Reports what of a model is not supported, before anything is computed.</summary>
    public void Check(OnnxModel model)
    {
        foreach (var node in model.Graph.Nodes)
            Check(node);
        if (model.Graph.Inputs.Concat(model.Graph.Outputs)
            .FirstOrDefault(value => value.Kind is not (OnnxValueKind.Tensor or OnnxValueKind.Unknown)) is { } value)
            throw new UnsupportedException($"values of the kind {value.Kind}, such as '{value.Name}'");
        if (model.Unread.Count > 0)
            throw new UnsupportedException(model.Unread[0]);
    }

    /// <summary>Reports a node whose operator is not supported.</summary>
    public void Check(OnnxNode node)
    {
        if (!_operators.ContainsKey(KeyOf(node)))
            throw new UnsupportedException($"operator {(node.Domain.Length > 0 ? $"{node.Domain}." : "")}{node.Operator}");
    }

    /// <summary>Runs one node.</summary>
    /// <param name="model">The model.</param>
    /// <param name="node">The node.</param>
    /// <param name="inputs">A value for each of its inputs; null for one left out.</param>
    /// <returns>A value for each output, more or fewer than the node names; null for one that was not asked for.</returns>
    public TValue?[] Run(OnnxModel model, OnnxNode node, TValue?[] inputs)
    {
        var version = model.VersionOf(node.Domain) ?? throw new UnsupportedException(
            $"{node.Operator}: the model does not say which version of '{node.Domain}' it means");
        if (version > NewestSet)
            throw new UnsupportedException($"operator set {version}; the newest known is {NewestSet}");
        var call = new OperatorCall(node, version, _limit);
        var outputs = _operators[KeyOf(node)](call, inputs);
        call.CheckAttributes();
        return outputs;
    }

    private static (string, string) KeyOf(OnnxNode node) => (node.Domain == "ai.onnx" ? "" : node.Domain, node.Operator);
}
