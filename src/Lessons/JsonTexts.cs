using System.Text;
using System.Text.Json;

namespace TorchBasics.Lessons;

/// <summary>Objects of texts as JSON.</summary>
internal static class JsonTexts
{
    /// <summary>Writes an object; signs that mean something in HTML are escaped.</summary>
    /// <param name="pairs">Its names and values.</param>
    /// <returns>JSON.</returns>
    public static string Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in pairs)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>Reads an object whose values are texts.</summary>
    /// <param name="json">JSON.</param>
    /// <returns>Its names and values.</returns>
    /// <exception cref="JsonException">It is something else.</exception>
    public static Dictionary<string, string> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.EnumerateObject().All(pair => pair.Value.ValueKind == JsonValueKind.String)
                ? document.RootElement.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!)
                : throw new JsonException("Expected an object of texts.");
    }
}
