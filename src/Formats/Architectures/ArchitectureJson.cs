using System.Text.Json;
using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Formats.Architectures;

/// <summary>
/// An architecture as JSON text, so that a file with weights says what network they belong to. Each layer is an object
/// with its kind and the numbers that its constructor takes.
/// </summary>
public static class ArchitectureJson
{
    private const int LongestText = 1 << 18;

    // Layers stand in each other at most as deep as residuals may and a lift in them; each level costs an object and an array.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Writes an architecture.</summary>
    /// <param name="architecture">The description.</param>
    /// <returns>JSON on one line.</returns>
    /// <exception cref="TorchBasicsException">It has more characters than <see cref="Read"/> takes: kind Usage.</exception>
    public static string Write(Architecture architecture)
    {
        var text = new JsonObject
        {
            ["name"] = architecture.Name,
            ["input"] = JsonFields.Numbers(architecture.Input),
            ["initialization"] = architecture.Initialization.ToString(),
            ["layers"] = LayerJson.Write(architecture.Layers),
        }.ToJsonString();
        return text.Length <= LongestText ? text : throw new TorchBasicsException(
            ErrorKind.Usage, $"The description of the network has {text.Length} characters; at most {LongestText} are read back, "
                + "so that it is not written. Tables of connections and targets of an RBF layer take the most.");
    }

    /// <summary>Reads an architecture and checks it as its constructor does.</summary>
    /// <param name="path">The file the text came from, for messages.</param>
    /// <param name="json">The text.</param>
    /// <returns>The description.</returns>
    /// <exception cref="MalformedFileException">
    /// The text is not JSON or has more than 262,144 characters, a field is missing, of another type or out of range, or the
    /// layers do not fit together.
    /// </exception>
    public static Architecture Read(string path, string json)
    {
        try
        {
            if (json.Length > LongestText) // a tree of nodes takes some fifty times the memory of its text
                throw new FormatException($"it has {json.Length} characters; expected at most {LongestText}");
            var fields = new JsonFields(
                JsonNode.Parse(json, documentOptions: Strict)?.AsObject() ?? throw new FormatException("it is null"));
            return new Architecture(
                fields.Text("name"),
                Shape.Create([.. fields.Integers("input")]),
                [.. fields.Objects("layers").Select(LayerJson.Read)])
            {
                Initialization = fields.Name<Initialization>("initialization"),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException
            or ArgumentException or OverflowException or ShapeException)
        {
            throw new MalformedFileException(
                path, 0, $"The description of the network cannot be read: {ReasonText.Of(exception)}.", exception);
        }
    }
}
