namespace TorchBasics.Pages;

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="IsText">Whether it holds words, which stand on the left, instead of numbers.</param>
public sealed record Column(string Heading, bool IsText = false);
