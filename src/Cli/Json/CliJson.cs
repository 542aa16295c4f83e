using System.Text.Json.Serialization;
using TorchBasics.Cli.Reports;
using TorchBasics.Export;
using TorchBasics.Export.Comparing;
using TorchBasics.Export.Inspection;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Conformance;

namespace TorchBasics.Cli.Json;

/// <summary>How what the commands print becomes JSON; <see cref="JsonForms"/> says which command prints what.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(WordConverter)],
    WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ModelsReport))]
[JsonSerializable(typeof(ModelDetails))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(DataReport))]
[JsonSerializable(typeof(SamplesReport))]
[JsonSerializable(typeof(FetchReport))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(PredictionReport))]
[JsonSerializable(typeof(RegressionReport))]
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
[JsonSerializable(typeof(CourseReport))]
[JsonSerializable(typeof(LessonReport))]
[JsonSerializable(typeof(RowsReport))]
[JsonSerializable(typeof(ReproductionReport))]
[JsonSerializable(typeof(RunsReport))]
[JsonSerializable(typeof(RunComparison))]
[JsonSerializable(typeof(DeletionReport))]
[JsonSerializable(typeof(CompletionReport))]
[JsonSerializable(typeof(TrainingEvent))]
[JsonSerializable(typeof(Message))]
internal sealed partial class CliJson : JsonSerializerContext;
