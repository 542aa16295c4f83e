namespace TorchBasics.Training.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Where it goes.</param>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);
