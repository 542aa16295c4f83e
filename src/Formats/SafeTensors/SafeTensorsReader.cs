using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>
/// A safetensors file of any length whose arrays are read when they are asked for, straight into the memory where they
/// are wanted. Opening it reads the header alone.
/// </summary>
/// <remarks>
/// The rules and messages are those of <see cref="SafeTensorsFile"/>; that truth values are 0 or 1 shows when an array is
/// read. The file is read, not mapped: where a mapped file becomes shorter, the operating system ends the process; here
/// that is an error like any other. Several threads may read at once.
/// </remarks>
public sealed class SafeTensorsReader : IDisposable
{
    private const int BlockLength = 1 << 20; // large enough for the disk, small enough for the cache of the processor

    private readonly FileStream _file;
    private readonly string _path;
    private readonly Dictionary<string, (SafeTensorsEntry Entry, SafeTensorsArray Array)> _arrays;

    private SafeTensorsReader(string path, FileStream file)
    {
        (_path, _file) = (path, file);
        var length = file.Length;
        Span<byte> beginning = stackalloc byte[(int)Math.Min(length, SafeTensorsLayout.LengthLength)];
        ReadExactly(beginning, 0);
        var header = new byte[SafeTensorsLayout.ReadHeaderLength(path, beginning, length)];
        ReadExactly(header, SafeTensorsLayout.LengthLength);
        var layout = SafeTensorsLayout.Read(path, header, length);
        Metadata = layout.Metadata;
        Arrays = [.. layout.Entries.Select(entry => new SafeTensorsArray(
            entry.Name, entry.Type, entry.Sizes, layout.Start + entry.Begin, entry.End - entry.Begin))];
        _arrays = layout.Entries.Zip(Arrays).ToDictionary(pair => pair.First.Name);
    }

    /// <summary>The arrays, in the order of their bytes.</summary>
    public IReadOnlyList<SafeTensorsArray> Arrays { get; }

    /// <summary>Free texts by name; PyTorch's writers put "format": "pt" there.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader, which holds the file open.</returns>
    /// <exception cref="MalformedFileException">
    /// The header breaks a rule of the format, or does not fit the length of the file.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file is missing or cannot be read: kind Data.</exception>
    public static SafeTensorsReader Open(string path)
    {
        var file = InputFile.Open(path);
        try
        {
            return new SafeTensorsReader(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads an array into memory of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The array.</returns>
    /// <exception cref="MalformedFileException">
    /// An element breaks a rule, or the file became shorter since it was opened.
    /// </exception>
    /// <exception cref="TorchBasicsException">
    /// The file cannot be read: kind Data. No array has this name, or it has more than 2 GiB: kind Usage.
    /// </exception>
    public NamedArray Read(string name)
    {
        var array = Find(name).Array;
        if (array.ByteCount > Array.MaxLength)
            throw new TorchBasicsException(ErrorKind.Usage, $"'{name}' of {_path} has {array.ByteCount} bytes; "
                + $"at most {Array.MaxLength} fit into one array of .NET. Copy it in parts or into a stream.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)array.ByteCount);
        CopyTo(name, 0, bytes);
        return new NamedArray(name, array.Type, array.Sizes, bytes);
    }

    /// <summary>Copies some of the bytes of an array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="start">The first of its bytes to copy, counted from 0.</param>
    /// <param name="destination">Where they go; it is filled.</param>
    /// <exception cref="ArgumentOutOfRangeException">The array has no such bytes.</exception>
    /// <exception cref="MalformedFileException">
    /// An element breaks a rule, or the file became shorter since it was opened.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file cannot be read: kind Data. No array has this name: kind Usage.</exception>
    public void CopyTo(string name, long start, Span<byte> destination)
    {
        var (entry, array) = Find(name);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, array.ByteCount - destination.Length);
        for (var offset = array.Offset + start; !destination.IsEmpty;)
        {
            var block = destination[..Math.Min(BlockLength, destination.Length)];
            ReadExactly(block, offset);
            SafeTensorsLayout.CheckContent(_path, entry, offset, block);
            destination = destination[block.Length..];
            offset += block.Length;
        }
    }

    /// <summary>Copies the bytes of an array, of any length, into a stream.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="MalformedFileException">
    /// An element breaks a rule, or the file became shorter since it was opened.
    /// </exception>
    /// <exception cref="TorchBasicsException">The file cannot be read: kind Data. No array has this name: kind Usage.</exception>
    public void CopyTo(string name, Stream destination)
    {
        var length = Find(name).Array.ByteCount;
        var buffer = new byte[Math.Min(length, BlockLength)];
        for (var start = 0L; start < length; start += buffer.Length)
        {
            var block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - start));
            CopyTo(name, start, block);
            destination.Write(block);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private (SafeTensorsEntry Entry, SafeTensorsArray Array) Find(string name) => _arrays.TryGetValue(name, out var found)
        ? found
        : throw new TorchBasicsException(
            ErrorKind.Usage, $"{_path} has no array '{name}'.{NearestName.Hint(name, _arrays.Keys)}");

    private void ReadExactly(Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var count = InputFile.ReadAt(_path, _file, buffer, offset);
            if (count == 0)
                throw new MalformedFileException(_path, offset, "the file became shorter while it was read.");
            buffer = buffer[count..];
            offset += count;
        }
    }
}
