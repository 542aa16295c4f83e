using System.Security.Cryptography;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Formats.Models;

/// <summary>
/// A model on disk: a safetensors file whose arrays carry the network's own names and whose metadata hold the rest, with
/// a digest over everything. Any safetensors reader can take the weights from it.
/// </summary>
public static class ModelFile
{
    private const string DigestKey = ModelInfoTexts.Prefix + "sha256";
    private const string FormatKey = "format"; // "pt" is what other readers of safetensors look for: row-major, PyTorch's names

    /// <summary>Writes a model whole or not at all.</summary>
    /// <param name="path">The file; an old one is replaced when the new one is complete.</param>
    /// <param name="info">What the weights are.</param>
    /// <param name="weights">Every array of the network.</param>
    public static void Write(string path, ModelInfo info, IReadOnlyList<NamedArray> weights) => Write(path, info, weights, FileOperations.Instance);

    /// <summary>The bytes that <see cref="Write(string, ModelInfo, IReadOnlyList{NamedArray})"/> would write.</summary>
    /// <param name="info">What the weights are.</param>
    /// <param name="weights">Every array of the network.</param>
    /// <returns>The content of the file.</returns>
    public static byte[] ToBytes(ModelInfo info, IReadOnlyList<NamedArray> weights) =>
        SafeTensorsFile.ToBytes(weights, Metadata(info, weights, new Dictionary<string, string>()));

    /// <summary>Reads a model, from a model file or from a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What the weights are, and the weights in the network's order.</returns>
    /// <exception cref="MalformedFileException">The file is damaged or incomplete.</exception>
    /// <exception cref="TorchBasicsException">The file is missing, or is not a TorchBasics model.</exception>
    public static (ModelInfo Info, IReadOnlyList<NamedArray> Weights) Read(string path) => Weights(ReadAll(path));

    /// <summary>Reads a model from the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content.</param>
    /// <returns>What the weights are, and the weights in the network's order.</returns>
    /// <exception cref="MalformedFileException">The file is damaged or incomplete.</exception>
    /// <exception cref="TorchBasicsException">It is not a TorchBasics model.</exception>
    public static (ModelInfo Info, IReadOnlyList<NamedArray> Weights) Parse(string path, ReadOnlyMemory<byte> bytes) =>
        Weights(ReadAll(path, SafeTensorsFile.Parse(path, bytes)));

    internal static void Write(string path, ModelInfo info, IReadOnlyList<NamedArray> weights, IFileOperations files) =>
        Write(path, info, weights, new Dictionary<string, string>(), files);

    internal static void Write(string path, ModelInfo info, IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string> more, IFileOperations files) =>
        SafeTensorsFile.Write(path, arrays, Metadata(info, arrays, more), files);

    internal static (ModelInfo Info, SafeTensorsContent File, Func<string, string?> More) ReadAll(string path) => ReadAll(path, SafeTensorsFile.Read(path));

    internal static IReadOnlyList<NamedArray> Weights(Architecture architecture, SafeTensorsContent file)
    {
        var arrays = file.Arrays.ToDictionary(array => array.Name);
        return [.. architecture.Parameters.Select(parameter => arrays.GetValueOrDefault(parameter.Name)).OfType<NamedArray>()];
    }

    private static (ModelInfo Info, SafeTensorsContent File, Func<string, string?> More) ReadAll(string path, SafeTensorsContent file)
    {
        if (!file.Metadata.TryGetValue(DigestKey, out var digest) || !file.Metadata.ContainsKey(ModelInfoTexts.Architecture))
            throw new TorchBasicsException(ErrorKind.Data, $"{path} is a safetensors file, but not one that TorchBasics wrote: it does not say which network its arrays belong to.");
        var metadata = file.Metadata.Where(pair => pair.Key != DigestKey).ToDictionary();
        if (Digest(file.Arrays, metadata) != digest)
            throw new MalformedFileException(path, 0, "The content does not match the digest inside the file: some bytes have changed since it was written.");

        return (ModelInfoTexts.Read(path, metadata), file, key => metadata.GetValueOrDefault(ModelInfoTexts.Prefix + key));
    }

    private static (ModelInfo Info, IReadOnlyList<NamedArray> Weights) Weights((ModelInfo Info, SafeTensorsContent File, Func<string, string?> More) all) =>
        (all.Info, Weights(all.Info.Architecture, all.File));

    private static SortedDictionary<string, string> Metadata(ModelInfo info, IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string> more)
    {
        var metadata = ModelInfoTexts.Write(info);
        metadata[FormatKey] = "pt";
        foreach (var (key, value) in more)
            metadata[ModelInfoTexts.Prefix + key] = value;
        metadata[DigestKey] = Digest(arrays, metadata);
        return metadata;
    }

    // Order, names, types, sizes and bytes of the arrays, then the metadata by key: every byte that carries meaning.
    private static string Digest(IEnumerable<NamedArray> arrays, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var array in arrays.OrderBy(array => array.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{array}\n"));
            hash.AppendData(array.Bytes.Span);
        }

        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}\n{value.Length}\n{value}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
