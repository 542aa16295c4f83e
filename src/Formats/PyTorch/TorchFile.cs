using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.PyTorch;

/// <summary>
/// Files of PyTorch's torch.save that hold a state_dict: named arrays in a zip archive, described by a Python pickle.
/// What is written here loads with torch.load(path, weights_only=True).
/// </summary>
/// <remarks>
/// A pickle is a program. The reader here interprets the instructions that a state_dict needs, on data of its own; it
/// looks up no type and calls nothing that a file names. All else is refused by name: classes, functions, protocols other
/// than 2, TorchScript, big-endian files, compressed archives. A checkpoint may hold plain data beside the weights
/// (numbers, texts, lists, an optimizer's state); the weights are then the one dictionary of tensors in it, and
/// the rest is named in <see cref="TorchContent.LeftAside"/>. Tensors that are not contiguous are copied row by
/// row, all others are slices of the file. A malformed file ends in a <see cref="MalformedFileException"/>; at most four times
/// the size of the file plus 15 MiB are allocated.
/// Source: PyTorch's notes on serialization, its torch/_weights_only_unpickler.py, and Python's pickletools.py.
/// </remarks>
public static class TorchFile
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file, up to 2 GiB, written by PyTorch 1.6 or later.</param>
    /// <returns>Its weights and texts.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break a rule of the format, or ask for more than a state_dict needs.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static TorchContent Read(string path) => Parse(path, InputFile.ReadAll(path, Array.MaxLength));

    /// <summary>Reads the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content; the arrays are slices of it where they can be.</param>
    /// <returns>Its weights and texts.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break a rule of the format, or ask for more than a state_dict needs.
    /// </exception>
    public static TorchContent Parse(string path, ReadOnlyMemory<byte> bytes) => new TorchArchive(path, bytes).ReadContent();

    /// <summary>Writes a file; an existing one is replaced when the new one is complete.</summary>
    /// <param name="path">The file; its name without the extension becomes the folder within the archive, as in PyTorch.</param>
    /// <param name="arrays">The arrays, in the order in which they shall be read; names must differ.</param>
    /// <param name="extra">Texts by name to store beside the weights, or null for none.</param>
    /// <exception cref="ArgumentException">Two arrays or texts have one name, or a name is not possible.</exception>
    /// <exception cref="TorchBasicsException">The file could not be written: kind Failed.</exception>
    /// <remarks>Arrays of UInt16, UInt32 and UInt64 need PyTorch 2.3 or later, all others 1.6 or later.</remarks>
    public static void Write(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? extra = null)
    {
        var writer = new StateDictWriter(path, arrays, extra);
        AtomicFile.Write(path, writer.WriteTo);
    }

    /// <summary>The bytes that <see cref="Write"/> would write.</summary>
    /// <param name="name">The name of the file; the folder within the archive depends on it.</param>
    /// <param name="arrays">The arrays, in the order in which they shall be read; names must differ.</param>
    /// <param name="extra">Texts by name to store beside the weights, or null for none.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ArgumentException">Two arrays or texts have one name, or a name is not possible.</exception>
    public static byte[] ToBytes(string name, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? extra = null)
    {
        using var stream = new MemoryStream();
        new StateDictWriter(name, arrays, extra).WriteTo(stream);
        return stream.ToArray();
    }
}
