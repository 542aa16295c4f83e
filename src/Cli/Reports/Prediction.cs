using TorchBasics.Kernels.Inference;

namespace TorchBasics.Cli.Reports;

/// <summary>What the network sees in a picture or a row of a CSV file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line of a CSV file that the row begins on, counted from 1; null for a picture.</param>
/// <param name="Classes">The most probable classes, the first one first.</param>
internal sealed record Prediction(string File, long? Line, IReadOnlyList<RankedClass> Classes);
