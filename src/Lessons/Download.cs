namespace TorchBasics.Lessons;

/// <summary>A file that a lesson offers.</summary>
/// <param name="FileName">What it is called.</param>
/// <param name="Content">Makes its bytes.</param>
public sealed record Download(string FileName, Func<byte[]> Content);
