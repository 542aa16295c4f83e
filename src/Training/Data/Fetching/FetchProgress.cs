namespace TorchBasics.Training.Data.Fetching;

/// <summary>How far a download is.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Mirror">Where it comes from.</param>
/// <param name="Received">Bytes received, those of an earlier, interrupted download included.</param>
/// <param name="Total">Length of the file in bytes, or null when the mirror does not say.</param>
public readonly record struct FetchProgress(string File, Uri Mirror, long Received, long? Total);
