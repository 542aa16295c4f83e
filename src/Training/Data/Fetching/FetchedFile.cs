namespace TorchBasics.Training.Data.Fetching;

/// <summary>A file that is now complete on the disk, with the right content.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Mirror">Where it came from; null when it was there already.</param>
public sealed record FetchedFile(string Path, Uri? Mirror);
