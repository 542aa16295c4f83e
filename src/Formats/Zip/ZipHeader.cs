namespace TorchBasics.Formats.Zip;

/// <summary>One entry as the directory describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Crc">The check sum of its content.</param>
/// <param name="Size">Bytes of its content.</param>
/// <param name="LocalOffset">Where its local header begins.</param>
/// <param name="Place">Where this description begins.</param>
internal readonly record struct ZipHeader(string Name, int Flags, uint Crc, int Size, int LocalOffset, int Place);
