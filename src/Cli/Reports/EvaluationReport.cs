using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Cli.Reports;

/// <summary>How well a network does, as "evaluate --json" prints it.</summary>
/// <param name="Model">What was measured.</param>
/// <param name="Data">The data set whose test set was used.</param>
/// <param name="Samples">Samples in it.</param>
/// <param name="Loss">Mean loss; null for a network that has none.</param>
/// <param name="Accuracy">Share of right answers, in [0, 1].</param>
/// <param name="Interval">Where the accuracy lies, with 95 % confidence; null for a truth table, which is all there is.</param>
/// <param name="Classes">One entry for each class.</param>
/// <param name="Confusion">Samples by class and answer: confusion[actual][predicted].</param>
internal sealed record EvaluationReport(
    string Model,
    string Data,
    long Samples,
    double? Loss,
    double Accuracy,
    WilsonInterval? Interval,
    IReadOnlyList<ClassReport> Classes,
    IReadOnlyList<IReadOnlyList<long>> Confusion)
{
    public static EvaluationReport Of(string model, DataSplit split, Evaluation evaluation, bool hasLoss) => new(
        model,
        split.Test.Name,
        evaluation.Count,
        hasLoss ? evaluation.Loss : null,
        evaluation.Accuracy,
        split.RawValues ? null : evaluation.Interval,
        [.. split.Test.ClassNames.Select((name, c) => ClassReport.Of(name, c, evaluation.Confusion))],
        evaluation.Confusion.Counts);
}

/// <summary>How well one class is told from the others.</summary>
/// <param name="Name">The class.</param>
/// <param name="Samples">Samples of it.</param>
/// <param name="Precision">Share of the answers of this class that are right, in [0, 1].</param>
/// <param name="Recall">Share of its samples that got this answer, in [0, 1].</param>
/// <param name="F1">The harmonic mean of both.</param>
internal sealed record ClassReport(string Name, long Samples, double Precision, double Recall, double F1)
{
    public static ClassReport Of(string name, int number, ConfusionMatrix matrix) =>
        new(name, matrix.Actual(number), matrix.Precision(number), matrix.Recall(number), matrix.F1(number));
}
