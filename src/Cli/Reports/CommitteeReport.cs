namespace TorchBasics.Cli.Reports;

/// <summary>What "train --members --json" prints.</summary>
/// <param name="Folder">Folder of the committee.</param>
/// <param name="WeightHash">SHA-256 of the committee's weights; null where a member is not finished.</param>
/// <param name="Members">The runs of the members that have begun.</param>
internal sealed record CommitteeReport(string Folder, string? WeightHash, IReadOnlyList<TrainingReport> Members);
