using System.Text.Json.Serialization;
using TorchBasics.Cli.Reports;
using TorchBasics.Export;
using TorchBasics.Export.Comparing;
using TorchBasics.Export.Inspection;
using TorchBasics.Published;
using TorchBasics.Verification.Conformance;

namespace TorchBasics.Cli.Rendering;

/// <summary>How what the commands print becomes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ModelDetails))]
[JsonSerializable(typeof(IReadOnlyList<ModelDetails>))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(IReadOnlyList<DataDetails>))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(PicturePrediction))]
[JsonSerializable(typeof(RowPrediction))]
[JsonSerializable(typeof(TrainingReport))]
[JsonSerializable(typeof(CommitteeReport))]
[JsonSerializable(typeof(PerceptronReport))]
[JsonSerializable(typeof(RateReport))]
[JsonSerializable(typeof(ConformanceReport))]
[JsonSerializable(typeof(SelfTestReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(BenchmarkReport))]
[JsonSerializable(typeof(FileInspection))]
[JsonSerializable(typeof(FileDifference))]
[JsonSerializable(typeof(LessonReport))]
[JsonSerializable(typeof(IReadOnlyList<LessonEntry>))]
[JsonSerializable(typeof(IReadOnlyList<RowEntry>))]
[JsonSerializable(typeof(IReadOnlyList<RowResult>))]
internal sealed partial class CliJson : JsonSerializerContext;
