using System.Text.Json;
using System.Text.Json.Serialization;
using TorchBasics.Core.Errors;

namespace TorchBasics.Export;

/// <summary>What is known of a network as one JSON text, for formats that have a place for a file of somebody else's.</summary>
internal static class ModelTextsRecord
{
    /// <summary>Name of the record.</summary>
    public const string Name = "torchbasics.json";

    private const int LongestText = 1 << 22; // a dictionary of short texts takes several times the memory of its JSON

    /// <summary>Writes the texts of <see cref="Formats.Models.ModelTexts"/>.</summary>
    /// <exception cref="TorchBasicsException">They are longer than what is read back: kind Usage.</exception>
    public static string Write(IReadOnlyDictionary<string, string> texts)
    {
        var json = JsonSerializer.Serialize(
            texts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
            ModelTextsJson.Default.DictionaryStringString);
        return json.Length <= LongestText ? json : throw new TorchBasicsException(
            ErrorKind.Usage,
            $"The record '{Name}' has {json.Length} characters; at most {LongestText} are read back, so that it is not written.");
    }

    /// <summary>Reads them back.</summary>
    /// <exception cref="MalformedFileException">It is no JSON object of texts, or too long.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, string json)
    {
        if (json.Length > LongestText)
            throw new MalformedFileException(
                path, 0, $"The record '{Name}' has {json.Length} characters; expected at most {LongestText}.");
        try
        {
            return JsonSerializer.Deserialize(json, ModelTextsJson.Default.DictionaryStringString)
                ?? throw new JsonException("it is null");
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
internal sealed partial class ModelTextsJson : JsonSerializerContext;
