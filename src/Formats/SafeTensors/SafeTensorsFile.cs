using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>
/// The safetensors format: named arrays behind a JSON header, nothing that could be executed. Our checkpoints are such
/// files, and PyTorch's, JAX's and other tools read them.
/// </summary>
/// <remarks>
/// Eight bytes: the length of the header, little-endian. The header: a JSON object that gives each name its "dtype",
/// "shape" and "data_offsets" [begin, end), counted from the end of the header, and texts under "__metadata__"; spaces at
/// its end. Then the bytes of the arrays, row by row, little-endian, without gaps, overlaps or a rest.
/// Source: the README of the safetensors project, section "Format".
/// </remarks>
public static class SafeTensorsFile
{
    /// <summary>The longest header, as the format's own reader sets it.</summary>
    public const int MaximumHeaderLength = 100_000_000;

    /// <summary>Reads a file whole; <see cref="SafeTensorsReader"/> reads single arrays.</summary>
    /// <param name="path">The file, of any length.</param>
    /// <returns>Its arrays and its metadata.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">
    /// The file is missing or cannot be read: kind Data. An array has more than 2 GiB: kind Usage.
    /// </exception>
    public static SafeTensorsContent Read(string path)
    {
        using var reader = SafeTensorsReader.Open(path);
        return new SafeTensorsContent([.. reader.Arrays.Select(array => reader.Read(array.Name))], reader.Metadata);
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content; the arrays are slices of it.</param>
    /// <returns>Its arrays and its metadata.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    public static SafeTensorsContent Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        var length = SafeTensorsLayout.ReadHeaderLength(
            path, span[..Math.Min(span.Length, SafeTensorsLayout.LengthLength)], span.Length);
        var layout = SafeTensorsLayout.Read(path, span.Slice(SafeTensorsLayout.LengthLength, length), span.Length);
        var data = bytes[(int)layout.Start..];
        foreach (var entry in layout.Entries)
            SafeTensorsLayout.CheckContent(path, entry, layout.Start + entry.Begin, data.Span[(int)entry.Begin..(int)entry.End]);
        return new SafeTensorsContent([.. layout.Entries.Select(entry => Slice(entry, data))], layout.Metadata);
    }

    /// <summary>Writes a file; an existing one is replaced when the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays, in any order; names must differ.</param>
    /// <param name="metadata">Free texts by name, or null for none.</param>
    /// <param name="files">The file system; null for that of this machine.</param>
    /// <exception cref="ArgumentException">Two arrays have one name, or a name is not possible.</exception>
    /// <exception cref="TorchBasicsException">The file could not be written: kind Failed.</exception>
    /// <remarks>
    /// The bytes depend on the content alone: arrays are ordered by type, largest elements first, then by name, as the
    /// format's own writer does; the metadata by name.
    /// </remarks>
    public static void Write(
        string path,
        IEnumerable<NamedArray> arrays,
        IReadOnlyDictionary<string, string>? metadata = null,
        IFileOperations? files = null)
    {
        var writer = new SafeTensorsWriter(arrays, metadata);
        AtomicFile.Write(path, writer.WriteTo, files ?? FileOperations.Instance);
    }

    /// <summary>The bytes that <see cref="Write"/> would write.</summary>
    /// <param name="arrays">The arrays, in any order; names must differ.</param>
    /// <param name="metadata">Free texts by name, or null for none.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ArgumentException">Two arrays have one name, or a name is not possible.</exception>
    public static byte[] ToBytes(IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        new SafeTensorsWriter(arrays, metadata).WriteTo(stream);
        return stream.ToArray();
    }

    private static NamedArray Slice(SafeTensorsEntry entry, ReadOnlyMemory<byte> data) =>
        new(entry.Name, entry.Type, entry.Sizes, data[(int)entry.Begin..(int)entry.End]);
}
