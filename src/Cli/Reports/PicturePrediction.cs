using TorchBasics.Kernels.Inference;

namespace TorchBasics.Cli.Reports;

/// <summary>What the network sees in one picture, as "predict --json" prints it.</summary>
internal sealed record PicturePrediction(string Image, IReadOnlyList<RankedClass> Classes);
