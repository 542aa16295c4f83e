using TorchBasics.Training.Inference;

namespace TorchBasics.Cli.Commands;

/// <summary>What the network sees in one picture, as "predict --json" prints it.</summary>
internal sealed record PictureAnswer(string Image, IReadOnlyList<RankedClass> Classes);
