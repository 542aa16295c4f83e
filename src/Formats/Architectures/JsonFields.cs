using System.Text.Json.Nodes;
using TorchBasics.Core.Layers;

namespace TorchBasics.Formats.Architectures;

/// <summary>The fields of one JSON object, each read as exactly one type.</summary>
internal sealed class JsonFields(JsonObject json)
{
    public string Text(string name) => Node(name).GetValue<string>();

    public int Integer(string name) => Node(name).GetValue<int>();

    public int Integer(string name, int otherwise) => json.ContainsKey(name) ? Integer(name) : otherwise;

    public double Number(string name) => Node(name).GetValue<double>();

    public bool Flag(string name) => Node(name).GetValue<bool>();

    public Size2d Size(string name) => Integers(name) switch
    {
        [var height, var width] => new Size2d(height, width),
        var other => throw new FormatException($"'{name}' has {other.Count} numbers, not height and width"),
    };

    public IReadOnlyList<int> Integers(string name) => [.. Array(Node(name), name).Select(node => node.GetValue<int>())];

    public IReadOnlyList<IReadOnlyList<T>> Rows<T>(string name, Func<JsonNode, T> read) =>
        [.. Array(Node(name), name).Select(row => (IReadOnlyList<T>)[.. Array(row, name).Select(read)])];

    public bool Has(string name) => json.ContainsKey(name);

    public IEnumerable<JsonFields> Objects(string name) =>
        Array(Node(name), name).Select(node => new JsonFields(node.AsObject()));

    public T Name<T>(string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => value.ToString() == Text(name))
        ?? throw new FormatException($"'{name}' is '{Text(name)}'");

    public static JsonArray Numbers(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    private JsonNode Node(string name) => json[name] ?? throw new FormatException($"the field '{name}' is missing");

    private static IEnumerable<JsonNode> Array(JsonNode node, string name) =>
        node.AsArray().Select(item => item ?? throw new FormatException($"'{name}' holds null"));
}
