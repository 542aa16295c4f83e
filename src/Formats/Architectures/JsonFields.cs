using System.Text.Json;
using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Formats.Architectures;

/// <summary>The fields of one JSON object, each read as exactly one type.</summary>
/// <param name="json">The object.</param>
/// <param name="isStrict">Whether fields that nobody asks for are refused, in this object and in those within it.</param>
internal sealed class JsonFields(JsonObject json, bool isStrict = false)
{
    private readonly HashSet<string> _known = [];

    public string Text(string name) => Value<string>(Node(name), name, "a text");

    public int Integer(string name) => Value<int>(Node(name), name, "a whole number");

    public int Integer(string name, int otherwise) => Has(name) ? Integer(name) : otherwise;

    public double Number(string name) => Value<double>(Node(name), name, "a number");

    public bool Flag(string name) => Value<bool>(Node(name), name, "true or false");

    public Size2d Size(string name) => Integers(name) switch
    {
        [var height, var width] => new Size2d(height, width),
        var other => throw Wrong(name, $"'{name}' has {Counted.Of(other.Count, "number")}; expected two, height and width"),
    };

    public IReadOnlyList<int> Integers(string name) =>
        [.. Array(Node(name), name).Select(node => Value<int>(node, name, "whole numbers"))];

    public IReadOnlyList<double> Numbers(string name) =>
        [.. Array(Node(name), name).Select(node => Value<double>(node, name, "numbers"))];

    public IReadOnlyList<IReadOnlyList<T>> Rows<T>(string name, Func<JsonNode, T> read) =>
        [.. Array(Node(name), name).Select(row => (IReadOnlyList<T>)[.. Array(row, name).Select(read)])];

    public bool Has(string name)
    {
        _known.Add(name);
        return json.ContainsKey(name);
    }

    /// <summary>Whether a field is there and says something else than null.</summary>
    public bool Says(string name) => Has(name) && json[name] is not null;

    public JsonFields Object(string name) => Of(Node(name), name);

    public IEnumerable<JsonFields> Objects(string name) => Array(Node(name), name).Select(node => Of(node, name));

    /// <summary>The fields of an object that stands in this one.</summary>
    public JsonFields Of(JsonNode node, string name) => node is JsonObject inner
        ? new(inner, isStrict)
        : throw new FieldException(node, null, $"'{name}' holds {Shown(node)}; expected an object in braces");

    public T Name<T>(string name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => value.ToString() == Text(name))
        ?? throw Wrong(
            name, $"'{name}' is '{Text(name)}'; expected one of {string.Join(", ", Enum.GetNames<T>())}",
            NearestName.Hint(Text(name), Enum.GetNames<T>()));

    /// <summary>What one of a few words means, or the name that the value has in the program.</summary>
    public T Word<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct, Enum =>
        words.TryGetValue(Text(name), out var value)
            ? value
            : Enum.GetValues<T>().Cast<T?>().FirstOrDefault(kind => kind.ToString() == Text(name)) ?? throw Wrong(
                name, $"'{name}' is '{Text(name)}'; expected one of {string.Join(", ", words.Keys)}",
                NearestName.Hint(Text(name), words.Keys));

    /// <summary>Makes what the fields say; what is wrong with one of them is said of that one.</summary>
    public T Make<T>(Func<JsonFields, T> make)
    {
        try
        {
            var made = make(this);
            RefuseOthers();
            return made;
        }
        catch (Exception exception) when (exception is ArgumentException or ShapeException)
        {
            var field = (exception as ArgumentException)?.ParamName;
            var reason = ReasonText.Of(exception).Split('\n')[0].TrimEnd();
            throw new FieldException(json, field is not null && json.ContainsKey(field) ? field : null, reason, exception);
        }
    }

    /// <summary>The exception for a field.</summary>
    public FieldException Wrong(string? name, string reason, string advice = "") =>
        new(json, name, reason) { Advice = advice };

    /// <summary>A value of one type.</summary>
    public static T Value<T>(JsonNode node, string name, string expected)
    {
        try
        {
            return node.GetValue<T>();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new FieldException(node, null, $"'{name}' is {Shown(node)}; expected {expected}", exception);
        }
    }

    public static JsonArray Numbers(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    /// <summary>Refuses fields that nobody has asked for, where the reading is strict.</summary>
    private void RefuseOthers()
    {
        var missing = isStrict ? json.Select(pair => pair.Key).FirstOrDefault(name => !_known.Contains(name)) : null;
        if (missing is not null)
            throw Wrong(missing, $"there is no field '{missing}' here; expected {string.Join(", ", _known)}",
                NearestName.Hint(missing, _known.Where(name => !json.ContainsKey(name))));
    }

    private JsonNode Node(string name)
    {
        _known.Add(name);
        return json[name] ?? throw Wrong(json.ContainsKey(name) ? name : null, $"the field '{name}' is missing", InPlaceOf(name));
    }

    // "input" for "inputs"
    private string InPlaceOf(string name) =>
        NearestName.Of(name, json.Select(pair => pair.Key).Where(key => !_known.Contains(key))) is { } other
            ? $" Is '{other}' meant for it?"
            : "";

    private static IEnumerable<JsonNode> Array(JsonNode node, string name) => node is JsonArray array
        ? array.Select(item => item ?? throw new FieldException(array, null, $"'{name}' holds null"))
        : throw new FieldException(node, null, $"'{name}' is {Shown(node)}; expected a list in brackets");

    private static string Shown(JsonNode node)
    {
        const int Longest = 40;
        return node.GetValueKind() switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ when node.ToJsonString() is { Length: <= Longest } text => text,
            _ => "a long text",
        };
    }
}
