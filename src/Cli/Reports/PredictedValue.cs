namespace TorchBasics.Cli.Reports;

/// <summary>What a regression says of one target.</summary>
/// <param name="Name">The target.</param>
/// <param name="Value">Its value, in the unit of the target.</param>
internal sealed record PredictedValue(string Name, double Value);
