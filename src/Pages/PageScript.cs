namespace TorchBasics.Pages;

/// <summary>A script inside a page, or data for one.</summary>
/// <param name="Text">Its text, which must not hold "&lt;/script".</param>
/// <param name="Type">What kind it is; null for JavaScript.</param>
/// <param name="Id">By what name another script finds it; null for none.</param>
public sealed record PageScript(string Text, string? Type = null, string? Id = null);
