using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Elements;
using TorchBasics.Graphs.Engines;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Evaluation;

/// <summary>
/// Computes a graph in ONNX form on the reference, node by node, in double and with error bounds. Needs no native library.
/// </summary>
/// <remarks>
/// The bounds hold for a computation in the types of the graph, or, in <see cref="Precision.Float64"/>, for one in which
/// double stands wherever the graph says float: its constants and inputs are widened without loss, and a conversion to
/// float is one to double.
/// </remarks>
public sealed class GraphEvaluator
{
    private readonly OnnxModel _model;
    private readonly EngineRun<ReferenceValue> _run;

    /// <summary>Prepares a graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">In which precision the computation runs whose errors are bounded.</param>
    /// <param name="sigmoidError">
    /// How far a sigmoid may be off beyond what follows from its formula, for a program that computes it otherwise; at least 0.
    /// </param>
    /// <exception cref="TorchBasicsException">The graph asks for something that is not supported: kind Data.</exception>
    public GraphEvaluator(OnnxModel model, Precision precision, double sigmoidError = 0)
    {
        var constants = model.Graph.Initializers.Select(array => array.Name).ToHashSet();
        (_model, Inputs) = (model, [.. model.Graph.Inputs.Where(input => !constants.Contains(input.Name))]);
        _run = new EngineRun<ReferenceValue>(new ReferenceOperators(widens: precision == Precision.Float64, sigmoidError));
        Explain(() => _run.Check(model));
    }

    /// <summary>The inputs that <see cref="Run"/> takes: those that have no constant.</summary>
    public IReadOnlyList<OnnxValue> Inputs { get; }

    /// <summary>Computes the outputs.</summary>
    /// <param name="inputs">An array for each of the <see cref="Inputs"/>, in their order.</param>
    /// <returns>The outputs with their bounds.</returns>
    /// <exception cref="TorchBasicsException">
    /// There are more or fewer inputs, a node contradicts what it is given, or the graph asks for something that is not
    /// supported: kind Data.
    /// </exception>
    public GraphEvaluation Run(params IReadOnlyList<NamedArray> inputs)
    {
        var undecided = new List<string>();
        IReadOnlyList<ComputedArray> outputs = [];
        Explain(() => outputs = _run.Run(_model, inputs, (node, results) =>
        {
            if (results.Any(IsOpen))
                undecided.Add(node.Name.Length > 0 ? $"{node.Name} ({node.Operator})" : node.Operator);
        }));
        return new GraphEvaluation([.. outputs.Zip(_model.Graph.Outputs, Result)], undecided);
    }

    private static bool IsOpen(ReferenceValue? value) =>
        value is ReferenceValue<Truth> truths && truths.Tensor.Elements.ToArray().Any(truth => truth.IsOpen);

    private static GraphResult Result(ComputedArray array, OnnxValue output)
    {
        double[] values = ComputedArray.IsReal(array.Type)
            ? array.Reals
            : Array.ConvertAll(array.Wholes, number => array.Type == ElementType.UInt64 ? (ulong)number : (double)number);
        return new GraphResult(
            output.Name, array.Sizes, values, array.Errors.Length > 0 ? array.Errors : new double[values.Length]);
    }

    private static void Explain(Action work)
    {
        try
        {
            work();
        }
        catch (UnsupportedException error)
        {
            throw new TorchBasicsException(
                ErrorKind.Data, $"The graph cannot be computed: {error.Message} is not supported.", error);
        }
    }
}
