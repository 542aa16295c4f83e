namespace TorchBasics.Formats;

/// <summary>Knows other kinds of files by their first bytes, so that a refusal can say what to do.</summary>
internal static class FileSignature
{
    // The number 0x1950A86A20F9469CFC6C, pickled: what torch.save wrote first before it used zip archives.
    private static readonly byte[] LegacyTorch =
        [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    private const int TarSignature = 257;
    private const int TarLength = TarSignature + 5;

    /// <summary>Bytes that suffice to tell.</summary>
    public const int Length = TarLength;

    /// <summary>A clause that goes on after "the file"; null for what is not known.</summary>
    public static string? Describe(ReadOnlySpan<byte> start) => start switch
    {
        [] => "is empty.",
        [_, _, _, <= 0x05, 0, 0, 0, 0, (byte)'{', ..] => "is a safetensors file.", // whose header has at most 100,000,000 bytes
        [0x1F, 0x8B, ..] => "is compressed with gzip. Unpack it first.",
        _ when start.StartsWith("BZh"u8)
            || start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z']) =>
            "is compressed. Unpack it first.",
        _ when start.StartsWith(LegacyTorch) => "is in the form that torch.save had before PyTorch 1.6. "
            + "Load it with PyTorch and save it again: torch.save(torch.load(old), new).",
        [0x80, <= 5, ..] => "is a bare Python pickle, which can run code when it is loaded. Save the weights alone: "
            + "torch.save(model.state_dict(), path).",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] =>
            "is an HDF5 file (Keras writes them), which is not supported. Export the model to ONNX instead.",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] =>
            "is a single NumPy array without a name. Write it with a name: numpy.savez(path, weight=array).",
        _ when start.StartsWith("GGUF"u8) => "is a GGUF file, which is not supported.",
        _ when start.Length >= TarLength && start[TarSignature..TarLength].SequenceEqual("ustar"u8) =>
            "is a tar archive. If a very old PyTorch wrote it, load it there and save it again; else unpack it first.",
        _ when start.StartsWith("version https://git-lfs"u8) =>
            "is the place holder of Git LFS for a file. Fetch the file itself: git lfs pull.",
        [(byte)'<', ..] => "is a web page or an XML document. Was it downloaded from the right address?",
        _ => null,
    };
}
