using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>Reads a GraphProto and checks that its names make sense.</summary>
internal sealed class OnnxGraphReader(OnnxSource source)
{
    private const int SparseInitializer = 15;

    private readonly List<(OnnxNode Node, int Offset)> _nodes = [];
    private readonly List<NamedArray> _initializers = [];
    private readonly List<OnnxValue> _inputs = [];
    private readonly List<OnnxValue> _outputs = [];
    private string _name = string.Empty;

    public OnnxGraph Read(ProtoReader reader)
    {
        while (reader.Next())
            ReadField(ref reader);
        CheckNames(reader.Start);
        return new OnnxGraph(_name, [.. _nodes.Select(entry => entry.Node)], _initializers, _inputs, _outputs);
    }

    private void ReadField(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                var node = reader.RepeatedMessage("a node");
                _nodes.Add((new OnnxNodeReader(source).Read(node), node.Start));
                break;
            case 2:
                _name = reader.Text("the name of the graph");
                break;
            case 5:
                if (OnnxTensorReader.Read(source, reader.RepeatedMessage("an initializer")) is { } array)
                    _initializers.Add(array);
                break;
            case 11:
                _inputs.Add(OnnxValueReader.Read(source, reader.RepeatedMessage("an input")));
                break;
            case 12:
                _outputs.Add(OnnxValueReader.Read(source, reader.RepeatedMessage("an output")));
                break;
            case SparseInitializer:
                source.Skip(reader.Position, "a sparse initializer");
                reader.Skip();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    // Each name is given once, and used only after that: so there is no cycle. What could not be read gives no name, and
    // then nothing can be said.
    private void CheckNames(int offset)
    {
        source.Charge(
            offset,
            OnnxSource.ObjectCost * ((long)_inputs.Count + _initializers.Count + _nodes.Sum(entry => entry.Node.Outputs.Count)));
        var known = new HashSet<string>();
        foreach (var input in _inputs)
            Add(known, input.Name, offset, "input");
        // A name may be both: an input with a default.
        var constants = new HashSet<string>();
        foreach (var array in _initializers)
            Add(constants, array.Name, offset, "initializer");
        known.UnionWith(constants);
        foreach (var (node, place) in _nodes)
            CheckNode(known, node, place);
        foreach (var output in _outputs)
        {
            if (!known.Contains(output.Name) && source.Unread.Count == 0)
                throw source.Malformed(offset, $"nothing in the graph computes its output '{output.Name}'.");
        }
    }

    private void CheckNode(HashSet<string> known, OnnxNode node, int offset)
    {
        foreach (var input in node.Inputs)
        {
            if (input.Length > 0 && !known.Contains(input) && source.Unread.Count == 0)
                throw source.Malformed(offset, $"the node {node.Operator} uses '{input}', which nothing before it computes.");
        }

        foreach (var output in node.Outputs)
        {
            if (output.Length > 0)
                Add(known, output, offset, "output of a node");
        }
    }

    private void Add(HashSet<string> names, string name, int offset, string what)
    {
        if (name.Length == 0 || !names.Add(name))
            throw source.Malformed(
                offset, name.Length == 0 ? $"an {what} has no name." : $"the name '{name}' of an {what} is given twice.");
    }
}
