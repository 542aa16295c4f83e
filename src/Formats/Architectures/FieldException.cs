using System.Text.Json.Nodes;

namespace TorchBasics.Formats.Architectures;

/// <summary>A field of a description that is missing, of another type or out of range.</summary>
/// <param name="holder">The object or array that it stands in, or that it should stand in.</param>
/// <param name="field">Its name; null for all of the holder.</param>
/// <param name="reason">What stands there and what was expected, without a full stop.</param>
/// <param name="cause">The cause, if another exception is one.</param>
internal sealed class FieldException(JsonNode holder, string? field, string reason, Exception? cause = null)
    : FormatException(reason, cause)
{
    /// <summary>Where it stands, as <see cref="JsonPlaces"/> spells it.</summary>
    public string Path { get; } = JsonPlaces.Join(JsonPlaces.PathOf(holder), field);

    /// <summary>What to do: a sentence with a blank before it, or nothing.</summary>
    public string Advice { get; init; } = "";
}
