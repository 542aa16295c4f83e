using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Formats.Npz;

/// <summary>Files of NumPy's savez: named arrays in a zip archive.</summary>
/// <remarks>
/// Each array stands in an entry "NAME.npy": a magic number, the version, the length of the header, the header (a Python
/// dictionary with type, order and sizes), the numbers. Versions 1.0 to 3.0 of that format are read, in C and in Fortran
/// order, little-endian; 1.0 is written. Refused are compressed archives, big-endian numbers, elements of several fields,
/// texts, and Python objects, which would be a pickle.
/// A malformed file ends in a <see cref="MalformedFileException"/>.
/// Source: NumPy's numpy/lib/format.py and NEP 1.
/// </remarks>
public static class NpzFile
{
    private const string Advice = "Write the file with numpy.savez instead of numpy.savez_compressed.";

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file, up to 2 GiB.</param>
    /// <returns>Its arrays, in the order of the file.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break a rule of the format, or use a part of it that is not supported.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static IReadOnlyList<NamedArray> Read(string path) => Parse(path, InputFile.ReadAll(path, Array.MaxLength));

    /// <summary>Reads the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The whole content; the arrays are slices of it, but those in Fortran order, which are copied.</param>
    /// <returns>Its arrays, in the order of the file.</returns>
    /// <exception cref="MalformedFileException">
    /// The bytes break a rule of the format, or use a part of it that is not supported.
    /// </exception>
    public static IReadOnlyList<NamedArray> Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        var reader = new NpyReader(path);
        return [.. ZipReader.Read(path, bytes, Advice).Select(reader.Read)];
    }

    /// <summary>Writes a file; an existing one is replaced when the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays, in the order in which they shall stand in the file; names must differ.</param>
    /// <exception cref="ArgumentException">Two arrays have one name, or a name is not possible.</exception>
    /// <exception cref="TorchBasicsException">
    /// An array holds BFloat16: kind Usage. The file could not be written: kind Failed.
    /// </exception>
    public static void Write(string path, IEnumerable<NamedArray> arrays)
    {
        var writer = new NpyWriter(arrays);
        AtomicFile.Write(path, writer.WriteTo);
    }

    /// <summary>The bytes that <see cref="Write"/> would write.</summary>
    /// <param name="arrays">The arrays, in the order in which they shall stand in the file; names must differ.</param>
    /// <returns>The content of the file.</returns>
    /// <exception cref="ArgumentException">Two arrays have one name, or a name is not possible.</exception>
    /// <exception cref="TorchBasicsException">An array holds BFloat16: kind Usage.</exception>
    public static byte[] ToBytes(IEnumerable<NamedArray> arrays)
    {
        using var stream = new MemoryStream();
        new NpyWriter(arrays).WriteTo(stream);
        return stream.ToArray();
    }
}
