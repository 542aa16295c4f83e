namespace TorchBasics.Pages.Charts;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it counts; a few letters.</param>
/// <param name="Count">How many there are; at least 0.</param>
/// <param name="StandsOut">Whether it has the second colour.</param>
public sealed record Bar(string Label, long Count, bool StandsOut = false);
