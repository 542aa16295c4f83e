using System.Buffers.Binary;
using System.Text;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Formats.Kinds;

/// <summary>Tells what kind of model file a file is, by its content.</summary>
public static class FileKinds
{
    private const int StartLength = 512;
    private const int LongestDirectory = 64 << 20; // a longer one is left to the reader

    /// <summary>Looks at the first bytes of a file, and at the directory of an archive.</summary>
    /// <param name="path">The file; its extension does not matter.</param>
    /// <returns>Its kind. Whether the file keeps the rules of its kind shows when it is read.</returns>
    /// <exception cref="TorchBasicsException">
    /// The file is missing, cannot be read, or is of no kind that is supported; the message says what it is, where that
    /// is known, and what to do: kind Data.
    /// </exception>
    public static FileKind Detect(string path)
    {
        using var file = InputFile.Open(path);
        var bytes = new byte[StartLength];
        var start = bytes.AsSpan(0, InputFile.Guard(path, () => file.ReadAtLeast(bytes, StartLength, throwOnEndOfStream: false)));
        if (start.Length > sizeof(ulong)
            && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafeTensors.SafeTensorsFile.MaximumHeaderLength
            && start[sizeof(ulong)] == '{')
            return FileKind.SafeTensors;
        if (ZipFormat.IsBeginning(start))
            return InputFile.Guard(path, () => DetectArchive(path, file, bytes));
        if (InputFile.Guard(path, () => OnnxSignature.Matches(file)))
            return FileKind.Onnx;
        throw Refuse(path, FileSignature.Describe(start) ?? "is none of the kinds that are read: "
            + $"{string.Join(", ", Enum.GetNames<FileKind>())}. Export the network to ONNX, or save its weights alone: "
            + "torch.save(model.state_dict(), path).");
    }

    private static FileKind DetectArchive(string path, FileStream file, byte[] start)
    {
        var names = ReadDirectory(file) ?? start; // a truncated archive has at least one name there
        if (Holds('/' + TorchRecord.ScriptConstants))
            throw Refuse(path, "is a TorchScript program. Save its weights alone: "
                + "torch.save(torch.jit.load(path).state_dict(), new), or export the model to ONNX.");
        if (Holds('/' + TorchRecord.Pickle))
            return FileKind.PyTorch;
        return Holds(NpyFormat.Extension) || names.Length == 0
            ? FileKind.Npz
            : throw Refuse(path, "is a zip archive, but neither of torch.save nor of numpy.savez.");

        bool Holds(string name) => names.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)) >= 0;
    }

    // Only looked at: whether the archive is sound shows when it is read.
    private static byte[]? ReadDirectory(FileStream file)
    {
        const int SizeOffset = 12;
        Span<byte> end = stackalloc byte[ZipFormat.EndLength];
        file.Position = Math.Max(0, file.Length - end.Length);
        if (file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) < end.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(end) != ZipFormat.EndSignature)
            return null;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[SizeOffset..]);
        var directory = new byte[Math.Min(size, Math.Min(file.Length, LongestDirectory))];
        file.Position = BinaryPrimitives.ReadUInt32LittleEndian(end[(SizeOffset + sizeof(uint))..]);
        return directory[..file.ReadAtLeast(directory, directory.Length, throwOnEndOfStream: false)];
    }

    private static TorchBasicsException Refuse(string path, string what) => new(ErrorKind.Data, $"{path} {what}");
}
