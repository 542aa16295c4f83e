using System.Collections.ObjectModel;
using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Export.Inspection;

/// <summary>Reads a file of any kind for its inspection.</summary>
internal static class FileInspector
{
    private const int BlockLength = 1 << 20; // a multiple of every element's size

    private static readonly IReadOnlyDictionary<string, string> NoTexts = ReadOnlyDictionary<string, string>.Empty;

    public static FileInspection Inspect(string path)
    {
        var kind = FileKinds.Detect(path);
        return kind switch
        {
            FileKind.Onnx => Onnx(path),
            FileKind.SafeTensors => SafeTensors(path),
            FileKind.PyTorch => PyTorch(path),
            FileKind.Npz => Describe(path, kind, [.. NpzFile.Read(path).Select(Digest)], NoTexts),
        };
    }

    private static FileInspection Onnx(string path)
    {
        var model = OnnxFile.ReadModel(path);
        return Describe(path, FileKind.Onnx, [.. model.Graph.Initializers.Select(Digest)], model.Metadata) with
        {
            Graph = GraphInspection.Of(model),
            Notes = [.. model.Unread.Select(what => $"It holds {what}, which is not read.")],
        };
    }

    private static FileInspection PyTorch(string path)
    {
        var content = TorchFile.Read(path);
        return Describe(path, FileKind.PyTorch, [.. content.Arrays.Select(Digest)], content.Extra) with
        {
            Notes = [.. content.LeftAside.Select(what => $"It holds '{what}' beside the weights, which is not read.")],
        };
    }

    private static FileInspection SafeTensors(string path)
    {
        using var reader = SafeTensorsReader.Open(path);
        return Describe(path, FileKind.SafeTensors, [.. reader.Arrays.Select(array => Digest(reader, array))], reader.Metadata);
    }

    private static FileInspection Describe(
        string path, FileKind kind, IReadOnlyList<ArrayInspection> arrays, IReadOnlyDictionary<string, string> metadata)
    {
        var (length, hash) = Hash(path);
        return new FileInspection(path, kind, length, hash, arrays, metadata, Graph: null, Notes: []);
    }

    private static (long Length, string Hash) Hash(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return (file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Data, $"{path} could not be read: {error.Message}", error);
        }
    }

    private static ArrayInspection Digest(NamedArray array)
    {
        using var digest = new ArrayDigest(array.Type);
        digest.Append(array.Bytes.Span);
        return digest.Complete(array.Name, array.Sizes, array.Bytes.Length);
    }

    private static ArrayInspection Digest(SafeTensorsReader reader, SafeTensorsArray array)
    {
        using var digest = new ArrayDigest(array.Type);
        var buffer = new byte[Math.Min(BlockLength, array.ByteCount)];
        for (var start = 0L; start < array.ByteCount; start += buffer.Length)
        {
            var block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, array.ByteCount - start));
            reader.CopyTo(array.Name, start, block);
            digest.Append(block);
        }

        return digest.Complete(array.Name, array.Sizes, array.ByteCount);
    }
}
