using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.Onnx;

/// <summary>
/// Files in ONNX form: models, and single arrays as the tests of the ONNX project use them. Both are protobuf messages.
/// </summary>
/// <remarks>
/// A malformed file ends in a <see cref="MalformedFileException"/>. Tensors whose data lie in other files are refused:
/// reading one file opens no other. Graphs within attributes are passed over and noted in <see cref="OnnxModel.Unread"/>.
/// At most three times the size of the file plus 12 MiB are allocated.
/// Source: the file onnx.proto of the ONNX project, and its document IR.md.
/// </remarks>
public static class OnnxFile
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">The file, up to 2 GiB.</param>
    /// <returns>The model; its arrays share the bytes of the file.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static OnnxModel ReadModel(string path) => ParseModel(path, InputFile.ReadAll(path, Array.MaxLength));

    /// <summary>Reads a model from the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content.</param>
    /// <returns>The model; its arrays are slices of the content where the file holds them as raw bytes.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    public static OnnxModel ParseModel(string path, ReadOnlyMemory<byte> bytes) =>
        new OnnxModelReader(new OnnxSource(path, bytes)).Read();

    /// <summary>Writes a model; an existing file is replaced when the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model; its arrays are written straight from their memory.</param>
    /// <exception cref="ArgumentException">
    /// The model breaks a rule of the format (a name given twice, a value that nothing computes, an attribute that was not read,
    /// more than 2 GiB in all); no file is written.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file could not be written: kind Failed.</exception>
    /// <remarks>The bytes depend on the content of the model alone; reading them gives a model of the same content.</remarks>
    public static void WriteModel(string path, OnnxModel model)
    {
        var file = OnnxModelWriter.Compose(model);
        AtomicFile.Write(path, file.WriteTo);
    }

    /// <summary>The bytes that <see cref="WriteModel"/> would write.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ArgumentException">The model breaks a rule of the format.</exception>
    public static byte[] ToBytes(OnnxModel model)
    {
        var file = OnnxModelWriter.Compose(model);
        var bytes = new byte[file.Length];
        using var stream = new MemoryStream(bytes);
        file.WriteTo(stream);
        return bytes;
    }

    /// <summary>Reads an array: a TensorProto that fills a file.</summary>
    /// <param name="path">The file, up to 2 GiB.</param>
    /// <returns>The array.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break a rule of the format, or the elements are of a type that our arrays do not hold.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static NamedArray ReadTensor(string path) => ParseTensor(path, InputFile.ReadAll(path, Array.MaxLength));

    /// <summary>Reads an array from the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content.</param>
    /// <returns>The array.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break a rule of the format, or the elements are of a type that our arrays do not hold.
    /// </exception>
    public static NamedArray ParseTensor(string path, ReadOnlyMemory<byte> bytes)
    {
        var source = new OnnxSource(path, bytes);
        return OnnxTensorReader.Read(source, new ProtoReader(source))
            ?? throw source.Malformed(0, $"{source.Unread[0]} is not supported.");
    }
}
