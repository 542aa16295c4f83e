namespace TorchBasics.Formats.Onnx;

/// <summary>Reads a NodeProto.</summary>
internal sealed class OnnxNodeReader(OnnxSource source)
{
    private readonly List<string> _inputs = [];
    private readonly List<string> _outputs = [];
    private readonly List<OnnxAttribute> _attributes = [];
    private readonly HashSet<string> _names = [];
    private string _name = string.Empty;
    private string _operator = string.Empty;
    private string _domain = string.Empty;

    public OnnxNode Read(ProtoReader reader)
    {
        source.Charge(reader.Start, 6 * OnnxSource.ObjectCost);
        while (reader.Next())
            ReadField(ref reader);
        if (_operator.Length == 0)
            throw source.Malformed(reader.Start, $"the node '{_name}' names no operator.");
        if (_inputs.Count + _outputs.Count == 0)
            throw source.Malformed(reader.Start, $"the node {_operator} has neither inputs nor outputs.");
        return new OnnxNode(_operator, _inputs, _outputs, _attributes) { Name = _name, Domain = _domain };
    }

    private void ReadField(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                _inputs.Add(reader.RepeatedText("an input of a node"));
                break;
            case 2:
                _outputs.Add(reader.RepeatedText("an output of a node"));
                break;
            case 3:
                _name = reader.Text("the name of a node");
                break;
            case 4:
                _operator = reader.Text("the operator of a node");
                break;
            case 5:
                Add(reader.RepeatedMessage("an attribute"));
                break;
            case 7:
                _domain = reader.Text("the set of operators of a node");
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void Add(ProtoReader reader)
    {
        var attribute = new OnnxAttributeReader(source).Read(reader);
        source.Charge(reader.Start, OnnxSource.ObjectCost);
        if (!_names.Add(attribute.Name))
            throw source.Malformed(reader.Start, $"the attribute '{attribute.Name}' occurs twice.");
        _attributes.Add(attribute);
    }
}
