using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Commands;

/// <summary>What "train --json" prints.</summary>
/// <param name="Folder">Folder of the run.</param>
/// <param name="Record">The content of its run.json.</param>
internal sealed record TrainingReport(string Folder, RunRecord Record);
