namespace TorchBasics.Cli.Reports;

/// <summary>What "reproduce --json" prints.</summary>
/// <param name="Rows">Every published result.</param>
internal sealed record RowsReport(IReadOnlyList<RowEntry> Rows);
