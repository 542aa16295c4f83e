using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>
/// A graph with its names looked up: who computes a value, who uses it, and what is constant. Constants that the graph
/// computes from constants are computed when they are asked for.
/// </summary>
internal sealed class SourceGraph
{
    private const long FixedBudget = 4 << 20;
    private const int FactorOfConstants = 4;

    private static readonly string[] OfShapes =
        ["Shape", "Gather", "Unsqueeze", "Squeeze", "Reshape", "Concat", "Cast", "Identity"];

    private readonly string _path;
    private readonly Dictionary<string, NamedArray> _constants;
    private readonly HashSet<string> _fixed; // names of constants, computed or not
    private readonly HashSet<string> _shapes = []; // names of values that tell the shape of another
    private readonly Dictionary<string, int> _producers = [];
    private readonly Dictionary<string, List<OnnxNode>> _consumers = [];
    private readonly ConstantFolder _folder;

    /// <summary>Looks the names up.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="model">The model.</param>
    public SourceGraph(string path, OnnxModel model)
    {
        (_path, Model) = (path, model);
        _constants = model.Graph.Initializers.ToDictionary(array => array.Name);
        _fixed = [.. _constants.Keys];
        Budget = (FactorOfConstants * _constants.Values.Sum(array => (long)array.Bytes.Length)) + FixedBudget;
        _folder = new ConstantFolder(model, Budget);
        for (var i = 0; i < model.Graph.Nodes.Count; i++)
            Register(model.Graph.Nodes[i], i);
        Inputs = [.. model.Graph.Inputs.Where(input => !IsConstant(input.Name))];
    }

    /// <summary>
    /// How many bytes the constants that the graph computes may have, and the arrays of the network that is made of it.
    /// </summary>
    public long Budget { get; }

    /// <summary>The model.</summary>
    public OnnxModel Model { get; }

    /// <summary>The inputs that are not constant.</summary>
    public IReadOnlyList<OnnxValue> Inputs { get; }

    /// <summary>The nodes that neither compute constants nor tell shapes.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Whether a value is constant.</summary>
    public bool IsConstant(string name) => _fixed.Contains(name);

    /// <summary>Whether a value is a list of sizes that the graph computes from the shape of another.</summary>
    public bool IsShape(string name) => _shapes.Contains(name);

    /// <summary>The node that computes a value, or null.</summary>
    public OnnxNode? Producer(string name) => _producers.TryGetValue(name, out var index) ? Model.Graph.Nodes[index] : null;

    /// <summary>The node that computes a value, where it applies a given operator of ONNX's own; else null.</summary>
    public OnnxNode? Producer(string name, string operation) =>
        Producer(name) is { } node && IsStandard(node) && node.Operator == operation ? node : null;

    /// <summary>The nodes that use a value, but for those that ask for its shape alone.</summary>
    public IReadOnlyList<OnnxNode> Consumers(string name) => _consumers.GetValueOrDefault(name) ?? [];

    /// <summary>Forgets that a node uses a value.</summary>
    public void Detach(OnnxNode node, string value) => _consumers[value].Remove(node);

    /// <summary>Has only some of the nodes that use a value use it.</summary>
    public void Reduce(string value, IReadOnlyList<OnnxNode> users) => _consumers[value] = [.. users];

    /// <summary>The input of a node, which must be constant.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">Which input.</param>
    /// <param name="what">What it is to the node, for messages.</param>
    /// <exception cref="TorchBasicsException">It is missing or not constant, or what computes it is not supported.</exception>
    public NamedArray Constant(OnnxNode node, int input, string what)
    {
        if (!Has(node, input))
            throw Refuse(node, $"{what} is missing");
        return IsConstant(node.Inputs[input]) ? Fold(node.Inputs[input]) : throw Refuse(node, $"{what} is not constant");
    }

    /// <summary>A value that <see cref="IsConstant"/>.</summary>
    /// <exception cref="TorchBasicsException">What computes it is not supported.</exception>
    public NamedArray Constant(string name) => Fold(name);

    /// <summary>The same, and it must be of floats.</summary>
    public NamedArray Floats(OnnxNode node, int input, string what)
    {
        var array = Constant(node, input, what);
        if (array.Type != ElementType.Float32)
            throw Refuse(node, $"{what} is of the type {array.Type}; expected Float32");
        return array.Count > 0 ? array : throw Refuse(node, $"{what} is empty");
    }

    /// <summary>Whether a node has an input.</summary>
    public static bool Has(OnnxNode node, int input) => input < node.Inputs.Count && node.Inputs[input].Length > 0;

    /// <summary>The only node that uses a node's first output, where it applies a given operator; else null.</summary>
    public OnnxNode? Next(OnnxNode node, string name) => Next(node.Outputs[0], name);

    /// <summary>The only node that uses a value, where it applies a given operator; else null.</summary>
    public OnnxNode? Next(string value, string name) =>
        Consumers(value) is [var next] && IsStandard(next) && next.Operator == name && !IsOutput(value) ? next : null;

    /// <summary>Whether a value is what the graph gives.</summary>
    public bool IsOutput(string value) => Model.Graph.Outputs[0].Name == value;

    /// <summary>The nodes that a value is computed with, in the order of the graph.</summary>
    /// <param name="name">The value.</param>
    /// <param name="isGiven">Which values need not be computed.</param>
    /// <param name="most">How many nodes at most; one more is given where there are more.</param>
    public IEnumerable<OnnxNode> Behind(string name, Func<string, bool> isGiven, int most)
    {
        // As deep as a file nests, but without recursion.
        var (needed, open) = (new SortedSet<int>(), new Stack<string>([name]));
        while (needed.Count <= most && open.TryPop(out var value))
        {
            if (isGiven(value) || !needed.Add(_producers[value]))
                continue;
            foreach (var input in Model.Graph.Nodes[_producers[value]].Inputs.Where(input => input.Length > 0))
                open.Push(input);
        }

        return needed.Select(index => Model.Graph.Nodes[index]);
    }

    /// <summary>The constant that a value shows with other axes, or the value itself.</summary>
    public string Origin(string name)
    {
        const int MostSteps = 16;
        for (var i = 0; i < MostSteps && Producer(name) is
        {
            Operator: "Identity" or "Transpose" or "Reshape" or "Unsqueeze" or "Squeeze" or "Flatten" or "Expand" or "Cast"
        } node; i++)
            name = node.Inputs[0];
        return name;
    }

    /// <summary>Says why a node cannot become a layer.</summary>
    public TorchBasicsException Refuse(OnnxNode node, string reason) => new(
        ErrorKind.Data,
        $"{_path}: the node "
        + (node.Name.Length > 0
            ? $"'{node.Name}'"
            : $"that gives '{(node.Outputs.Count > 0 ? node.Outputs[0] : string.Empty)}'")
        + $" ({node.Operator}) cannot become a layer: {reason}.");

    /// <summary>Says why the graph cannot become a network.</summary>
    public TorchBasicsException Refuse(string reason) => new(ErrorKind.Data, $"{_path} cannot become a network: {reason}.");

    /// <summary>Whether a node belongs to ONNX's own set of operators.</summary>
    public static bool IsStandard(OnnxNode node) => node.Domain is "" or "ai.onnx";

    private void Register(OnnxNode node, int index)
    {
        if (node.Outputs.Count == 0 || node.Outputs[0].Length == 0)
            throw Refuse(node, "it gives nothing");
        foreach (var output in node.Outputs.Where(output => output.Length > 0))
            _producers[output] = index;
        var inputs = node.Inputs.Where(input => input.Length > 0).Distinct().ToList();
        if (inputs.All(_fixed.Contains))
        {
            _fixed.UnionWith(node.Outputs.Where(output => output.Length > 0));
            return;
        }

        var isOfShapes = IsStandard(node) && OfShapes.Contains(node.Operator)
            && (node.Operator == "Shape" || inputs.TrueForAll(input => _fixed.Contains(input) || _shapes.Contains(input)));
        if (isOfShapes)
        {
            _shapes.UnionWith(node.Outputs);
            return;
        }

        Nodes.Add(node);
        foreach (var input in inputs.Where(input => !_fixed.Contains(input)))
        {
            if (!_consumers.TryGetValue(input, out var list))
                _consumers[input] = list = [];
            list.Add(node);
        }
    }

    private NamedArray Fold(string name)
    {
        foreach (var node in Behind(name, _constants.ContainsKey, int.MaxValue))
        {
            try
            {
                foreach (var array in _folder.Fold(
                    node, [.. node.Inputs.Select(input => input.Length > 0 ? _constants[input] : null)]))
                    _constants[array.Name] = array;
            }
            catch (TorchBasicsException error)
            {
                throw Refuse(node, error.Message.TrimEnd('.'));
            }
        }

        return _constants[name];
    }
}
