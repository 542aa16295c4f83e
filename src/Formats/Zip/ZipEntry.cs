namespace TorchBasics.Formats.Zip;

/// <summary>One entry of a zip archive.</summary>
/// <param name="Name">Its name, with folders separated by '/'.</param>
/// <param name="Bytes">Its content, a slice of the archive.</param>
/// <param name="Offset">Where the content begins in the archive.</param>
internal sealed record ZipEntry(string Name, ReadOnlyMemory<byte> Bytes, int Offset);
