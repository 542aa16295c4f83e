using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Reports;

/// <summary>What "train --json" prints.</summary>
/// <param name="Folder">Folder of the run.</param>
/// <param name="Record">The content of its run.json.</param>
internal sealed record TrainingReport(string Folder, RunRecord Record);
