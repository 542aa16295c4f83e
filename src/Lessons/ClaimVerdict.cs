namespace TorchBasics.Lessons;

/// <summary>A claim and whether it holds.</summary>
/// <param name="Key">Its name within the lesson.</param>
/// <param name="Text">What it says.</param>
/// <param name="Holds">Whether it is true of the result.</param>
public sealed record ClaimVerdict(string Key, string Text, bool Holds);
