using TorchBasics.Cli.Reports;
using TorchBasics.Export;
using TorchBasics.Export.Comparing;
using TorchBasics.Export.Inspection;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Conformance;

namespace TorchBasics.Cli.Json;

/// <summary>
/// Every form of JSON that the commands print, but for the report of "check", which is written by
/// <see cref="Verification.Reports.JsonReport"/>.
/// </summary>
internal static class JsonForms
{
    private static readonly CliJson Types = CliJson.Default;

    public static TypedForm<ModelsReport> Models { get; } = new("models", 1, Types.ModelsReport);

    public static TypedForm<ModelDetails> Model { get; } = new("model", 1, Types.ModelDetails);

    public static TypedForm<DoctorReport> Doctor { get; } = new("doctor", 1, Types.DoctorReport);

    public static TypedForm<DataReport> Data { get; } = new("data", 1, Types.DataReport);

    public static TypedForm<SamplesReport> Samples { get; } = new("samples", 1, Types.SamplesReport);

    public static TypedForm<FetchReport> Fetch { get; } = new("fetch", 1, Types.FetchReport);

    public static TypedForm<TrainingReport> Train { get; } = new("train", 1, Types.TrainingReport);

    public static TypedForm<TrainingEvent> TrainEvent { get; } = new("train-event", 1, Types.TrainingEvent);

    public static TypedForm<CommitteeReport> Committee { get; } = new("committee", 1, Types.CommitteeReport);

    public static TypedForm<PerceptronReport> Perceptron { get; } = new("perceptron", 1, Types.PerceptronReport);

    public static TypedForm<RateReport> LearningRate { get; } = new("learning-rate", 1, Types.RateReport);

    public static TypedForm<EvaluationReport> Evaluate { get; } = new("evaluate", 1, Types.EvaluationReport);

    public static TypedForm<RegressionReport> Regression { get; } = new("regression", 1, Types.RegressionReport);

    public static TypedForm<PredictionReport> Predict { get; } = new("predict", 1, Types.PredictionReport);

    public static TypedForm<SelfTestReport> SelfTest { get; } = new("self-test", 1, Types.SelfTestReport);

    public static TypedForm<ConformanceReport> Conformance { get; } = new("conformance", 1, Types.ConformanceReport);

    public static TypedForm<ExportReport> Export { get; } = new("export", 1, Types.ExportReport);

    public static TypedForm<FileInspection> Inspect { get; } = new("inspect", 1, Types.FileInspection);

    public static TypedForm<FileDifference> Diff { get; } = new("diff", 1, Types.FileDifference);

    public static TypedForm<CourseReport> Lessons { get; } = new("lessons", 1, Types.CourseReport);

    public static TypedForm<LessonReport> Lesson { get; } = new("lesson", 1, Types.LessonReport);

    public static TypedForm<RowsReport> PublishedRows { get; } = new("published-rows", 1, Types.RowsReport);

    public static TypedForm<ReproductionReport> Reproduce { get; } = new("reproduce", 1, Types.ReproductionReport);

    public static TypedForm<RunsReport> Runs { get; } = new("runs", 1, Types.RunsReport);

    public static TypedForm<RunComparison> RunComparison { get; } = new("run-comparison", 1, Types.RunComparison);

    public static TypedForm<DeletionReport> RunDeletion { get; } = new("run-deletion", 1, Types.DeletionReport);

    public static TypedForm<BenchmarkReport> Benchmark { get; } = new("benchmark", 1, Types.BenchmarkReport);

    public static TypedForm<CompletionReport> Completion { get; } = new("completion", 1, Types.CompletionReport);

    public static TypedForm<Message> Message { get; } = new("message", 1, Types.Message);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<JsonForm> All { get; } =
    [
        Models, Model, Doctor, Data, Samples, Fetch, Train, TrainEvent, Committee, Perceptron, LearningRate, Evaluate,
        Regression, Predict, SelfTest, Conformance, Export, Inspect, Diff, Lessons, Lesson, PublishedRows, Reproduce,
        Runs, RunComparison, RunDeletion, Benchmark, Completion, Message,
    ];
}
