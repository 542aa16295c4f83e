namespace TorchBasics.Pages.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Where it goes; points that are not finite are left out.</param>
public sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);
