using System.Text.Json;
using System.Text.Json.Serialization;
using TorchBasics.Core;

namespace TorchBasics.Export;

/// <summary>What is known of a network as one JSON text, for formats that have a place for a file of somebody else's.</summary>
internal static class ModelInfoRecord
{
    /// <summary>Name of the record.</summary>
    public const string Name = "torchbasics.json";

    /// <summary>Writes the texts of <see cref="Training.Checkpoints.ModelInfoTexts"/>.</summary>
    public static string Write(IReadOnlyDictionary<string, string> texts) =>
        JsonSerializer.Serialize(texts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(), ModelInfoJson.Default.DictionaryStringString);

    /// <summary>Reads them back.</summary>
    /// <exception cref="MalformedFileException">It is no JSON object of texts.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ModelInfoJson.Default.DictionaryStringString) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new MalformedFileException(path, 0, $"The record '{Name}' cannot be read: {error.Message}", error);
        }
    }
}

/// <summary>How the record becomes JSON; generated at build time.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ModelInfoJson : JsonSerializerContext;
