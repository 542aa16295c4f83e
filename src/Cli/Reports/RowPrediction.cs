using TorchBasics.Kernels.Inference;

namespace TorchBasics.Cli.Reports;

/// <summary>What the network says of one row of a CSV file, as "predict --json" prints it.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line that the row begins on, counted from 1.</param>
/// <param name="Classes">The most probable classes.</param>
internal sealed record RowPrediction(string File, long Line, IReadOnlyList<RankedClass> Classes);
