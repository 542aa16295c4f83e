namespace TorchBasics.Cli.Reports;

/// <summary>What "data list --json" prints.</summary>
/// <param name="Sets">Every data set that --data can name.</param>
internal sealed record DataReport(IReadOnlyList<DataDetails> Sets);
