using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Export.Inspection;

/// <summary>What a model file holds. Needs no native library.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="ByteCount">Its length.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 hexadecimal digits in lower case.</param>
/// <param name="Arrays">Its arrays, in the order of the file; for a graph, its constants.</param>
/// <param name="Metadata">Its texts by name.</param>
/// <param name="Graph">Its graph; null where it holds arrays alone.</param>
/// <param name="Notes">What it holds besides, a sentence each.</param>
public sealed record FileInspection(
    string Path,
    FileKind Kind,
    long ByteCount,
    string Sha256,
    IReadOnlyList<ArrayInspection> Arrays,
    IReadOnlyDictionary<string, string> Metadata,
    GraphInspection? Graph,
    IReadOnlyList<string> Notes)
{
    /// <summary>Reads a file and everything in it.</summary>
    /// <param name="path">
    /// The file: ONNX, safetensors, a state_dict of torch.save, or npz. A safetensors file may be larger than the memory.
    /// </param>
    /// <returns>What it holds.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">The file is missing, cannot be read, or is of another kind: kind Data.</exception>
    public static FileInspection Of(string path) => FileInspector.Inspect(path);
}
