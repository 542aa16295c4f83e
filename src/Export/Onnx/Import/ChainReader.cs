using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Follows a graph from its input to its output and reads a layer after the other.</summary>
internal sealed class ChainReader
{
    private const int Deepest = 8;

    private readonly SourceGraph _graph;
    private long _bytes; // of the arrays of all layers, where several may show one constant of the file
    private readonly ShapeValues _shapes;
    private readonly GatheringFinder _gatherings;
    private readonly Dictionary<string, Func<Place, Reading>> _readers;

    /// <summary>Prepares for a graph.</summary>
    public ChainReader(SourceGraph graph)
    {
        (_graph, _shapes, _gatherings) = (graph, new ShapeValues(graph), new GatheringFinder(graph));
        _readers = new()
        {
            ["Conv"] = ConvolutionReader.Read,
            ["BatchNormalization"] = BatchNormReader.Read,
            ["Gemm"] = LinearReader.Gemm,
            ["MatMul"] = LinearReader.MatMul,
            ["Unsqueeze"] = RbfReader.Read,
            ["MaxPool"] = PoolReader.Maximum,
            ["AveragePool"] = PoolReader.Average,
            ["GlobalAveragePool"] = place => MeanReader.Global(place, _shapes),
            ["ReduceMean"] = place => MeanReader.Reduce(place, _shapes),
            ["Pad"] = PadReader.Read,
            ["Flatten"] = AxisReader.Flatten,
            ["Reshape"] = place => AxisReader.Reshape(place, _shapes),
            ["Softmax"] = place => FunctionReader.OfClasses(place, new Softmax()),
            ["LogSoftmax"] = place => FunctionReader.OfClasses(place, new LogSoftmax()),
            ["Mul"] = FunctionReader.ScaledTanh,
            ["Greater"] = FunctionReader.Step,
            ["Identity"] = FunctionReader.Identity,
            ["Cast"] = FunctionReader.Cast,
            ["Dropout"] = FunctionReader.Dropout,
            ["Clip"] = FunctionReader.Clip,
        };
        foreach (var (name, read) in OnnxActivation.All)
            _readers[name] = place => FunctionReader.Activation(place, read);
    }

    /// <summary>How many nodes have been read.</summary>
    public int NodesRead { get; private set; }

    /// <summary>Reads the layers between two values.</summary>
    /// <param name="value">The value that enters the first.</param>
    /// <param name="shape">Its shape, without the batch.</param>
    /// <param name="end">The value behind the last.</param>
    /// <param name="depth">How many lifts, residuals and ensembles the layers stand in.</param>
    public (List<LayerDraft> Layers, Shape Shape) Read(string value, Shape shape, string end, int depth = 0)
    {
        var layers = new List<LayerDraft>();
        _shapes.Learn(value, shape);
        while (value != end)
        {
            var (reading, node) = ReadNext(value, shape, depth);
            foreach (var layer in reading.Layers)
                shape = Through(node, layer, shape);
            layers.AddRange(reading.Layers);
            value = reading.Value;
            _shapes.Learn(value, shape);
        }

        return (layers, shape);
    }

    private (Reading Reading, OnnxNode Node) ReadNext(string value, Shape shape, int depth)
    {
        var users = _graph.Consumers(value);
        if (users.Count == 0)
            throw _graph.Refuse($"what the input becomes, '{value}', does not reach the output");
        if (_graph.IsOutput(value))
            throw _graph.Refuse(users[0], $"it uses '{value}', which is the output of the graph or of a branch");
        if (CompositeActivation.Find(_graph, value, shape) is { } composite)
        {
            NodesRead += composite.Nodes;
            return (new Reading(composite.Value, LayerDraft.Of(composite.Layer)), users[0]);
        }

        if (users.Count == 2 && users.FirstOrDefault(user => IsLift(user, value)) is { } joint)
            return (ReadLift(value, shape, joint, depth), joint);
        if (users.Count > 1 && _gatherings.Find(value) is { } gathering)
            return (ReadEnsemble(value, shape, gathering, depth), gathering.Mean.Node);
        // Of several additions to one value, the last ends the longest branch; the others stand in it.
        if (users.Count > 1 && users.LastOrDefault(user => IsResidual(user, value)) is { } sum)
            return (ReadResidual(value, shape, sum, depth), sum);
        if (users.Count > 1 && Fork.Of(_graph, value) is { } fork)
            return (ReadFork(value, shape, fork, depth), fork.Sum);
        if (users.Count > 1)
            throw _graph.Refuse(users[1], $"the value '{value}' enters it and the node that gives '{users[0].Outputs[0]}' "
                + $"({users[0].Operator}); "
                + (KnownPattern.Of(_graph, users) is { } pattern
                    ? $"together they make up {pattern}, which is not supported"
                    : "branches are not supported")
                + $". {Read()}");
        var node = users[0];
        if (!SourceGraph.IsStandard(node) || !_readers.TryGetValue(node.Operator, out var read))
            throw _graph.Refuse(node, $"the operator {(SourceGraph.IsStandard(node) ? "" : $"{node.Domain}.")}{node.Operator} is "
                + $"none of those that layers are read from.{KnownPattern.Advice(node.Operator)} {Read()}");
        var reading = read(new Place(_graph, node, value, shape));
        _bytes += reading.Layers.Sum(layer => layer.Arrays.Sum(array => (long)array.Bytes.Length));
        if (_bytes > _graph.Budget)
            throw _graph.Refuse(
                node,
                $"the layers up to it have more than {_graph.Budget} bytes of weights, because they share constants of the file");
        Count(node, reading.Value);
        return (reading, node);
    }

    private string Read() => $"What is read are chains of {string.Join(", ", _readers.Keys.Order(StringComparer.Ordinal))}";

    // From a node to a value behind it there is one way, along first outputs.
    private void Count(OnnxNode node, string value)
    {
        for (NodesRead++; node.Outputs[0] != value; NodesRead++)
            node = _graph.Consumers(node.Outputs[0])[0];
    }

    private static bool IsLift(OnnxNode node, string value) =>
        SourceGraph.IsStandard(node) && node.Operator == "Concat" && node.Inputs.Count == 2 && node.Inputs[0] == value
        && node.Inputs[1] != value;

    private Reading ReadLift(string value, Shape shape, OnnxNode joint, int depth)
    {
        var settings = new NodeSettings(_graph, joint);
        if (shape.Count != 1 || settings.Integer("axis", 0) is not (1 or -1))
            throw _graph.Refuse(joint, "only vectors are joined, along axis 1");
        settings.Done();
        CheckDepth(joint, depth);
        _graph.Detach(joint, value); // so that the way which it ends has no branch at its beginning
        var (layers, _) = Read(value, shape, joint.Inputs[1], depth + 1);
        NodesRead++;
        var owner = layers.FirstOrDefault(layer => layer.Arrays.Count > 0);
        if (owner is null || layers.Count(layer => layer.Arrays.Count > 0) != 1)
            throw _graph.Refuse(
                joint,
                $"{layers.Count(layer => layer.Arrays.Count > 0)} layers with parameters make what is appended; expected one");
        var draft = owner with
        {
            Make = name => new Lift([.. layers.Select(layer => layer.Build(new(layer.Singles.Select(_ => name))))])
        };
        return new Reading(joint.Outputs[0], draft);
    }

    private bool IsResidual(OnnxNode node, string value) =>
        SourceGraph.IsStandard(node) && node is { Operator: "Add", Inputs: [var left, var right] } && left != right
        && !_graph.IsConstant(left == value ? right : left) && !_graph.IsShape(left == value ? right : left);

    private Reading ReadResidual(string value, Shape shape, OnnxNode sum, int depth)
    {
        new NodeSettings(_graph, sum).Done();
        CheckDepth(sum, depth);
        _graph.Detach(sum, value);
        var (branch, _) = Read(value, shape, sum.Inputs[0] == value ? sum.Inputs[1] : sum.Inputs[0], depth + 1);
        NodesRead++;
        return branch.Count > 0
            ? new Reading(sum.Outputs[0], [LayerDraft.Residual(branch, [])])
            : throw _graph.Refuse(sum, "no layer makes what is added to a value");
    }

    private Reading ReadFork(string value, Shape shape, Fork fork, int depth)
    {
        new NodeSettings(_graph, fork.Sum).Done();
        CheckDepth(fork.Sum, depth);
        _graph.Reduce(value, fork.Branch);
        var (branch, _) = Read(value, shape, fork.Sum.Inputs[0], depth + 1);
        _graph.Reduce(value, fork.Shortcut);
        var (shortcut, _) = Read(value, shape, fork.Sum.Inputs[1], depth + 1);
        NodesRead++;
        if (branch.Count == 0) // but for nodes that do nothing
            (branch, shortcut) = (shortcut, branch);
        return branch.Count > 0
            ? new Reading(fork.Sum.Outputs[0], [LayerDraft.Residual(branch, shortcut)])
            : throw _graph.Refuse(fork.Sum, "no layer makes what is added to a value");
    }

    private Reading ReadEnsemble(string value, Shape shape, Gathering gathering, int depth)
    {
        var mean = gathering.Mean.Node;
        if (mean.Operator == "Mean")
            new NodeSettings(_graph, mean).Done();
        CheckDepth(mean, depth);
        var members = new List<IReadOnlyList<LayerDraft>>();
        foreach (var (begins, end) in gathering.Members.Zip(gathering.Mean.Values))
        {
            _graph.Reduce(value, begins);
            members.Add(Read(value, shape, end, depth + 1).Layers);
        }

        NodesRead += gathering.Mean.Nodes;
        return members.TrueForAll(member => member.Count > 0)
            ? new Reading(mean.Outputs[0], [LayerDraft.Ensemble(members)])
            : throw _graph.Refuse(mean, "no layer makes one of the values that it is the mean of");
    }

    private void CheckDepth(OnnxNode node, int depth)
    {
        if (depth == Deepest)
            throw _graph.Refuse(node, $"it stands in more than {Deepest} others of its kind");
    }

    private Shape Through(OnnxNode node, LayerDraft layer, Shape shape)
    {
        try
        {
            var output = layer
                .Build(new(layer.Singles.Select(single => single.Name ?? (single.Kind.Length > 0 ? single.Kind : "layer"))))
                .OutputShape(shape);
            return output.Elements <= ReferenceCost.MostElements ? output : throw _graph.Refuse(
                node, $"its result has the shape {output}, more than {ReferenceCost.MostElements} elements");
        }
        catch (Exception error) when (error is ShapeException or ArgumentException)
        {
            throw _graph.Refuse(node, ReasonText.Of(error));
        }
    }
}
