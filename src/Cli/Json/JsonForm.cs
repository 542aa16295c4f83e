using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace TorchBasics.Cli.Json;

/// <summary>
/// A form of JSON that programs can rely on: docs/json holds a schema of this name and version, and every document says which
/// it is. Fields may be added; where one goes or changes its meaning, the version rises.
/// </summary>
/// <param name="Name">Its name, such as "evaluate".</param>
/// <param name="Version">Its version.</param>
internal abstract record JsonForm(string Name, int Version)
{
    /// <summary>What holds the name of the form.</summary>
    public const string NameField = "schema";

    /// <summary>What holds its version.</summary>
    public const string VersionField = "version";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OnOneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the documents hold besides name and version.</summary>
    public abstract JsonTypeInfo Content { get; }

    /// <summary>A document of this form.</summary>
    /// <param name="content">Its content.</param>
    /// <param name="isOnOneLine">Whether it is one line of several documents.</param>
    protected string Compose(JsonNode content, bool isOnOneLine)
    {
        var document = new JsonObject { [NameField] = Name, [VersionField] = Version };
        foreach (var (name, value) in content.AsObject().ToList())
        {
            content.AsObject().Remove(name);
            document[name] = value;
        }

        return document.ToJsonString(isOnOneLine ? OnOneLine : Indented);
    }
}
