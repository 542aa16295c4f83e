using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TorchBasics.Cli.Json;

/// <summary>A form of JSON with the type of what it holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Type">What the documents hold besides name and version.</param>
internal sealed record TypedForm<T>(string Name, int Version, JsonTypeInfo<T> Type) : JsonForm(Name, Version)
{
    /// <inheritdoc/>
    public override JsonTypeInfo Content => Type;

    /// <summary>A document of this form.</summary>
    public string Text(T value) => Compose(JsonSerializer.SerializeToNode(value, Type)!, isOnOneLine: false);

    /// <summary>The same in one line.</summary>
    public string Line(T value) => Compose(JsonSerializer.SerializeToNode(value, Type)!, isOnOneLine: true);
}
