using TorchBasics.Kernels.Inference;

namespace TorchBasics.Cli.Reports;

/// <summary>What the network says of a picture or a row of a CSV file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line of a CSV file that the row begins on, counted from 1; null for a picture.</param>
/// <param name="Classes">The most probable classes, the first one first; null of a regression.</param>
/// <param name="Values">Of a regression, a value for each target; null of a network that tells classes apart.</param>
internal sealed record Prediction(
    string File, long? Line, IReadOnlyList<RankedClass>? Classes, IReadOnlyList<PredictedValue>? Values);
