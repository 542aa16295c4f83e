namespace TorchBasics.Benchmarks.Growth;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">From left to right.</param>
internal sealed record GrowthCurve(string Name, IReadOnlyList<GrowthPoint> Points);

/// <summary>One measured point.</summary>
/// <param name="Size">Batch or number of pictures.</param>
/// <param name="Value">Microseconds per picture, or megabytes.</param>
internal readonly record struct GrowthPoint(double Size, double Value);
