using System.Text.Json.Serialization;

namespace TorchBasics.Published;

/// <summary>How rows and results become JSON; generated at build time, so that trimmed programs can read it too.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RowFile))]
[JsonSerializable(typeof(RowResult))]
[JsonSerializable(typeof(RowProgress))]
[JsonSerializable(typeof(WorkOfSeed))]
internal sealed partial class RowJson : JsonSerializerContext;
