namespace TorchBasics.Cli.Reports;

/// <summary>What "predict --json" prints.</summary>
/// <param name="Predictions">One for each picture or row that could be read.</param>
internal sealed record PredictionReport(IReadOnlyList<Prediction> Predictions);
