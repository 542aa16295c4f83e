using TorchBasics.Training.Perceptrons;

namespace TorchBasics.Cli.Reports;

/// <summary>What "train perceptron --json" prints.</summary>
/// <param name="Folder">Where the weights are; null when the rule found none.</param>
/// <param name="Result">What the rule did.</param>
internal sealed record PerceptronReport(string? Folder, PerceptronResult Result);
