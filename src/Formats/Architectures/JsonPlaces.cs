using System.Text.Json;
using System.Text.Json.Nodes;

namespace TorchBasics.Formats.Architectures;

/// <summary>On which line of a JSON text each value stands, by paths such as "layers[3].inputs".</summary>
internal sealed class JsonPlaces
{
    private readonly byte[] _text;
    private readonly Dictionary<string, int> _starts = [];

    private JsonPlaces(byte[] text) => _text = text;

    /// <summary>Goes through a text once.</summary>
    /// <param name="text">The text, in UTF-8.</param>
    /// <param name="options">What is allowed beside the standard.</param>
    /// <exception cref="JsonException">
    /// It is not JSON, or a name stands twice in one object; the exception says where.
    /// </exception>
    public static JsonPlaces Of(byte[] text, JsonReaderOptions options)
    {
        var places = new JsonPlaces(text);
        var reader = new Utf8JsonReader(text, options);
        reader.Read();
        places.Walk(ref reader, path: "");
        reader.Read(); // nothing may follow
        return places;
    }

    /// <summary>The line of a value, from 1; of the object around it where there is no such value.</summary>
    public int LineOf(string path)
    {
        var start = 0;
        for (var part = path; !_starts.TryGetValue(part, out start) && part.Length > 0;)
            part = Outer(part);
        return 1 + _text.AsSpan(0, start).Count((byte)'\n');
    }

    /// <summary>The path of a value in its tree.</summary>
    public static string PathOf(JsonNode node) => node.Parent switch
    {
        null => "",
        JsonArray array => Join(PathOf(array), node.GetElementIndex()),
        var parent => Join(PathOf(parent), node.GetPropertyName()),
    };

    /// <summary>The path of a field of an object; null for the object itself.</summary>
    public static string Join(string path, string? field) =>
        field is null ? path : path.Length == 0 ? field : $"{path}.{field}";

    private static string Join(string path, int index) => $"{path}[{index}]";

    private static string Outer(string path) => path[..Math.Max(0, path.AsSpan().LastIndexOfAny('.', '['))];

    private void Walk(ref Utf8JsonReader reader, string path)
    {
        _starts[path] = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                Walk(ref reader, Join(path, index));
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var inner = Join(path, reader.GetString());
                if (_starts.ContainsKey(inner))
                    throw new JsonException($"the field '{inner}' stands there twice", null, LineOf(reader), ByteOf(reader));
                reader.Read();
                Walk(ref reader, inner);
            }
        }
    }

    private long LineOf(in Utf8JsonReader reader) => Before(reader).Count((byte)'\n');

    private long ByteOf(in Utf8JsonReader reader) => reader.TokenStartIndex - (Before(reader).LastIndexOf((byte)'\n') + 1);

    private ReadOnlySpan<byte> Before(in Utf8JsonReader reader) => _text.AsSpan(0, (int)reader.TokenStartIndex);
}
