using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>The attributes of a node. One that nobody asks for is refused and not passed over.</summary>
internal sealed class NodeSettings(SourceGraph graph, OnnxNode node)
{
    // Pictures and windows beyond this are no networks; below it, no sum of sizes leaves 32 bits.
    private const int LargestNumber = 1 << 24;

    private readonly HashSet<string> _known = [];

    /// <summary>A whole number.</summary>
    public long Integer(string name, long otherwise) => Find(name, OnnxAttributeType.Integer)?.Integer ?? otherwise;

    /// <summary>A whole number that means yes or no.</summary>
    public bool Flag(string name, bool otherwise = false) => Integer(name, otherwise ? 1 : 0) switch
    {
        0 => false,
        1 => true,
        var other => throw graph.Refuse(node, $"{name} is {other}; expected 0 or 1"),
    };

    /// <summary>A number.</summary>
    public float Float(string name, float otherwise) => Find(name, OnnxAttributeType.Float)?.Float ?? otherwise;

    /// <summary>Text.</summary>
    public string Text(string name, string otherwise) => Find(name, OnnxAttributeType.Text)?.Text ?? otherwise;

    /// <summary>A list of whole numbers, or null.</summary>
    public IReadOnlyList<long>? Integers(string name) => Find(name, OnnxAttributeType.Integers)?.Integers;

    /// <summary>A list of two sizes, or of as many as asked for.</summary>
    public int[] Sizes(string name, int minimum, int[] otherwise)
    {
        if (Integers(name) is not { } list)
            return otherwise;
        if (list.Count != otherwise.Length)
            throw graph.Refuse(node, $"{name} has {list.Count} entries; expected {otherwise.Length}, for pictures");
        return list.All(size => size >= minimum && size <= LargestNumber)
            ? [.. list.Select(size => (int)size)]
            : throw graph.Refuse(
                node, $"{name} is [{string.Join(", ", list)}]; expected numbers from {minimum} to {LargestNumber}");
    }

    /// <summary>Refuses a whole number that is not the only one supported.</summary>
    public void Only(string name, long value, long otherwise)
    {
        if (Integer(name, otherwise) is var given && given != value)
            throw graph.Refuse(node, $"{name} is {given}; only {value} is supported");
    }

    /// <summary>An attribute without influence on the result.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _known.Add(name);
    }

    /// <summary>Refuses an attribute that nobody asked for.</summary>
    public void Done()
    {
        if (node.Attributes.FirstOrDefault(attribute => !_known.Contains(attribute.Name)) is { } unknown)
            throw graph.Refuse(node, $"the attribute {unknown.Name} is not known");
    }

    private OnnxAttribute? Find(string name, OnnxAttributeType type)
    {
        _known.Add(name);
        var attribute = node.Find(name);
        return attribute is null || attribute.Type == type ? attribute : throw graph.Refuse(
            node, $"the attribute {name} is of the type {attribute.Type}; expected {type}");
    }
}
