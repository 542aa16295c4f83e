using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Operators;

namespace TorchBasics.Graphs.Evaluation;

/// <summary>Runs graphs node by node on one engine.</summary>
/// <typeparam name="TValue">The engine's arrays.</typeparam>
internal sealed class EngineRun<TValue>(IOperators<TValue> engine) : GraphRun
    where TValue : class
{
    private readonly OperatorTable<TValue> _table = new(engine);

    /// <inheritdoc/>
    public override void Check(OnnxModel model) => _table.Check(model);

    /// <inheritdoc/>
    public override IReadOnlyList<ComputedArray> Run(OnnxModel model, IReadOnlyList<NamedArray> inputs) =>
        Run(model, inputs, computed: null);

    /// <summary>Computes the outputs, and tells each node and its results as they come.</summary>
    public IReadOnlyList<ComputedArray> Run(
        OnnxModel model, IReadOnlyList<NamedArray> inputs, Action<OnnxNode, TValue?[]>? computed)
    {
        var values = model.Graph.Initializers.ToDictionary(array => array.Name, engine.Load);
        var open = model.Graph.Inputs.Where(input => !values.ContainsKey(input.Name)).ToList();
        if (open.Count != inputs.Count)
            throw new TorchBasicsException(
                ErrorKind.Data, $"the model has {open.Count} inputs; {inputs.Count} arrays are given for them.");
        for (var i = 0; i < open.Count; i++)
            values[open[i].Name] = engine.Load(inputs[i]);
        foreach (var node in Needed(model.Graph))
        {
            var results = Run(model, node, values);
            computed?.Invoke(node, results);
        }

        return [.. model.Graph.Outputs.Select(output => engine.Read(values[output.Name]))];
    }

    // A file may hold nodes, dear ones even, whose results nothing needs.
    private static Stack<OnnxNode> Needed(OnnxGraph graph)
    {
        var (names, nodes) = (graph.Outputs.Select(output => output.Name).ToHashSet(), new Stack<OnnxNode>());
        foreach (var node in graph.Nodes.Reverse().Where(node => node.Outputs.Any(names.Contains)))
        {
            names.UnionWith(node.Inputs);
            names.Remove(string.Empty); // an input that is left out
            nodes.Push(node);
        }

        return nodes;
    }

    private TValue?[] Run(OnnxModel model, OnnxNode node, Dictionary<string, TValue> values)
    {
        var results = _table.Run(model, node, [.. node.Inputs.Select(name => name.Length == 0 ? null : values[name])]);
        for (var i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length == 0)
                continue;
            values[node.Outputs[i]] = (i < results.Length ? results[i] : null)
                ?? throw new UnsupportedException($"{node.Operator}: output {i}");
        }

        return results;
    }
}
