using TorchBasics.Published;

namespace TorchBasics.Cli.Reports;

/// <summary>What "reproduce ROW --json" prints.</summary>
/// <param name="Results">What each row gave.</param>
internal sealed record ReproductionReport(IReadOnlyList<RowResult> Results);
