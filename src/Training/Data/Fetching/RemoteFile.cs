namespace TorchBasics.Training.Data.Fetching;

/// <summary>A file that can be downloaded, with what its content must be.</summary>
/// <param name="Name">File name, on the mirrors as on the disk.</param>
/// <param name="Sha256">SHA-256 of the file, in lower-case hexadecimal.</param>
/// <param name="ContentSha256">
/// SHA-256 of what a gzip file unpacks to, or null; with it, a copy that somebody compressed anew is accepted too.
/// </param>
public sealed record RemoteFile(string Name, string Sha256, string? ContentSha256 = null);
