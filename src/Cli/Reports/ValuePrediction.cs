namespace TorchBasics.Cli.Reports;

/// <summary>What a regression says of one row of a CSV file, as "predict --json" prints it.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line that the row begins on, counted from 1.</param>
/// <param name="Values">One value for each target.</param>
internal sealed record ValuePrediction(string File, long Line, IReadOnlyList<PredictedValue> Values);
