using System.Security.Cryptography;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Formats.Models;

/// <summary>
/// A model on disk: a safetensors file whose arrays carry the network's own names and whose metadata hold the rest, with
/// a digest over everything. Any safetensors reader can take the weights from it.
/// </summary>
public static class ModelFile
{
    private const string DigestKey = ModelTexts.Prefix + "sha256";
    private const string FormatKey = "format"; // "pt" is what other readers of safetensors look for: row-major, PyTorch's names

    /// <summary>Writes a model whole or not at all.</summary>
    /// <param name="path">The file; an old one is replaced when the new one is complete.</param>
    /// <param name="model">The model.</param>
    public static void Write(string path, Model model) => Write(path, model, FileOperations.Instance);

    /// <summary>The bytes that <see cref="Write(string, Model)"/> would write.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The content of the file.</returns>
    public static byte[] ToBytes(Model model) =>
        SafeTensorsFile.ToBytes(model.Weights, Metadata(model, model.Weights, new Dictionary<string, string>()));

    /// <summary>Reads a model, from a model file or from a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="MalformedFileException">The file is damaged or incomplete.</exception>
    /// <exception cref="TorchBasicsException">
    /// The file is missing, is not a TorchBasics model, or its arrays are not those of its network.
    /// </exception>
    public static Model Read(string path) => Of(path, SafeTensorsFile.Read(path));

    /// <summary>Takes a model out of the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="file">The content; the weights share its memory.</param>
    /// <returns>The model.</returns>
    /// <exception cref="MalformedFileException">The content has changed since it was written.</exception>
    /// <exception cref="TorchBasicsException">
    /// It is not a TorchBasics model, or its arrays are not those of its network.
    /// </exception>
    public static Model Of(string path, SafeTensorsContent file)
    {
        var header = ModelTexts.Read(path, CheckedMetadata(path, file));
        var names = header.Architecture.Parameters.Select(parameter => parameter.Name).ToHashSet();
        return header.With(path, [.. file.Arrays.Where(array => names.Contains(array.Name))]);
    }

    /// <summary>Writes a model through a file system of the caller's, whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="model">The model.</param>
    /// <param name="files">The file system.</param>
    /// <exception cref="TorchBasicsException">The file cannot be written; what was there before is left as it was.</exception>
    public static void Write(string path, Model model, IFileOperations files) =>
        Write(path, model, [], new Dictionary<string, string>(), files);

    /// <summary>Writes a model with more arrays and texts than those of a model, as a checkpoint has them.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="model">The model.</param>
    /// <param name="more">More arrays, under names that no array of the model has.</param>
    /// <param name="texts">More pieces of metadata.</param>
    /// <param name="files">The file system.</param>
    /// <exception cref="TorchBasicsException">The file cannot be written; what was there before is left as it was.</exception>
    public static void Write(
        string path,
        Model model,
        IReadOnlyList<NamedArray> more,
        IReadOnlyDictionary<string, string> texts,
        IFileOperations files)
    {
        IReadOnlyList<NamedArray> arrays = [.. model.Weights, .. more];
        SafeTensorsFile.Write(path, arrays, Metadata(model, arrays, texts), files);
    }

    private static Dictionary<string, string> CheckedMetadata(string path, SafeTensorsContent file)
    {
        if (!file.Metadata.TryGetValue(DigestKey, out var digest) || !file.Metadata.ContainsKey(ModelTexts.Architecture))
            throw new TorchBasicsException(ErrorKind.Data, $"{path} is a safetensors file, but not one that TorchBasics wrote: "
                + "it does not say which network its arrays belong to.");
        var metadata = file.Metadata.Where(pair => pair.Key != DigestKey).ToDictionary();
        return Digest(file.Arrays, metadata) == digest ? metadata : throw new MalformedFileException(
            path, 0, "The content does not match the digest inside the file: some bytes have changed since it was written.");
    }

    private static SortedDictionary<string, string> Metadata(
        Model model, IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string> more)
    {
        var metadata = ModelTexts.Write(model);
        metadata[FormatKey] = "pt";
        foreach (var (key, value) in more)
            metadata[ModelTexts.Prefix + key] = value;
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
