namespace TorchBasics.Training.Data;

/// <summary>What is known of a picture file when it has been read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Class">Number of its class.</param>
/// <param name="Hash">SHA-256 of the file, in lower-case hexadecimal.</param>
internal sealed record PictureContent(string Path, int Class, string Hash);
