using System.Text.Json.Serialization;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Checkpoints;

/// <summary>
/// How the records in checkpoints and run folders become JSON; generated at build time, so that trimmed programs can read it too.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointState))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunIdentity))]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(CommitteeRequest))]
[JsonSerializable(typeof(DataHashes))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
