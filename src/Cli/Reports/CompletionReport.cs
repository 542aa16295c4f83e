namespace TorchBasics.Cli.Reports;

/// <summary>What "completion SHELL --json" prints.</summary>
/// <param name="Shell">The shell.</param>
/// <param name="Script">The script for it.</param>
internal sealed record CompletionReport(string Shell, string Script);
