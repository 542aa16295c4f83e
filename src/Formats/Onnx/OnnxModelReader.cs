namespace TorchBasics.Formats.Onnx;

/// <summary>Reads a ModelProto.</summary>
internal sealed class OnnxModelReader(OnnxSource source)
{
    private readonly List<OnnxOperatorSet> _sets = [];
    private readonly Dictionary<string, string> _metadata = [];
    private readonly Dictionary<string, long> _versions = [];
    private OnnxGraph? _graph;
    private long _irVersion;
    private string _producer = string.Empty;
    private string _producerVersion = string.Empty;

    public OnnxModel Read()
    {
        var reader = new ProtoReader(source);
        while (reader.Next())
            ReadField(ref reader);
        if (_graph is null)
            throw source.Malformed(
                source.Bytes.Length, "the file ends here without a graph. It is truncated, or not an ONNX model.");
        return new OnnxModel(_graph, _sets)
        {
            IrVersion = _irVersion,
            ProducerName = _producer,
            ProducerVersion = _producerVersion,
            Metadata = _metadata,
            Unread = source.Unread,
        };
    }

    private void ReadField(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 1:
                _irVersion = reader.Integer("the format version");
                break;
            case 2:
                _producer = reader.Text("the name of the producer");
                break;
            case 3:
                _producerVersion = reader.Text("the version of the producer");
                break;
            case 7:
                _graph = new OnnxGraphReader(source).Read(reader.Message("the graph"));
                break;
            case 8:
                _sets.Add(ReadSet(reader.RepeatedMessage("a set of operators")));
                break;
            case 14:
                ReadMetadata(reader.RepeatedMessage("an entry of the metadata"));
                break;
            case 20:
                source.Skip(reader.Position, "information for training");
                reader.Skip();
                break;
            case 25:
                source.Skip(reader.Position, "a function of the model's own");
                reader.Skip();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private OnnxOperatorSet ReadSet(ProtoReader reader)
    {
        var (domain, version) = (string.Empty, 0L);
        source.Charge(reader.Start, 2 * OnnxSource.ObjectCost);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    domain = reader.Text("the name of a set of operators");
                    break;
                case 2:
                    version = reader.Integer("the version of a set of operators");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (version < 1)
            throw source.Malformed(
                reader.Start, $"the set of operators '{domain}' has the version {version}; expected at least 1.");
        var name = OnnxModel.Normalize(domain);
        if (_versions.GetValueOrDefault(name, version) is var other && other != version)
            throw source.Malformed(
                reader.Start, $"the set of operators '{domain}' has the versions {other} and {version}; expected one.");
        _versions[name] = version;
        return new OnnxOperatorSet(domain, version);
    }

    private void ReadMetadata(ProtoReader reader)
    {
        var (key, text) = (string.Empty, string.Empty);
        source.Charge(reader.Start, 2 * OnnxSource.ObjectCost);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Text("the key of an entry of the metadata");
                    break;
                case 2:
                    text = reader.Text("the text of an entry of the metadata");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!_metadata.TryAdd(key, text))
            throw source.Malformed(reader.Start, $"the metadata have the key '{key}' twice.");
    }
}
