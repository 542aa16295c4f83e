namespace TorchBasics.Cli.Reports;

/// <summary>What a regression says of one target, in its unit.</summary>
internal sealed record PredictedValue(string Name, double Value);
