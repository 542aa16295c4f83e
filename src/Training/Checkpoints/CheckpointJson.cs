using System.Text.Json;
using System.Text.Json.Serialization;
using TorchBasics.Core;
using TorchBasics.Training.Data;
using TorchBasics.Training.Runs;

namespace TorchBasics.Training.Checkpoints;

/// <summary>How the records in checkpoints and run folders become JSON; generated at build time, so that trimmed programs can read it too.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Normalization))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(CheckpointState))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunIdentity))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(DataHashes))]
internal sealed partial class CheckpointJson : JsonSerializerContext
{
    /// <summary>Parses one piece of metadata; every way to fail becomes the one exception for damaged files.</summary>
    public static T Read<T>(string path, string what, string text, Func<string, T?> parse)
        where T : class
    {
        try
        {
            return parse(text) ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or TorchBasicsException)
        {
            throw new MalformedFileException(path, 0, $"'{what}' cannot be read: {ReasonText.Of(exception)}.", exception);
        }
    }
}
