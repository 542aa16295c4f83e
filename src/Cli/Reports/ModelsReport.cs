namespace TorchBasics.Cli.Reports;

/// <summary>What "models --json" prints.</summary>
/// <param name="Models">Every model of the catalogue.</param>
internal sealed record ModelsReport(IReadOnlyList<ModelDetails> Models);
