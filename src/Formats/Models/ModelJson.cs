using System.Text.Json.Serialization;
using TorchBasics.Core;

namespace TorchBasics.Formats.Models;

/// <summary>
/// How what is known of a model becomes JSON; generated at build time, so that trimmed programs can read it too.
/// </summary>
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
[JsonSerializable(typeof(IReadOnlyList<TableColumn>))]
[JsonSerializable(typeof(TargetScale))]
internal sealed partial class ModelJson : JsonSerializerContext;
