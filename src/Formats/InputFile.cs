using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats;

/// <summary>Opens files for reading, with errors that a person can act on.</summary>
public static class InputFile
{
    // So that the operating system reads ahead further: files are read from the front to the end.
    private static readonly FileStreamOptions Sequential = new() { Options = FileOptions.SequentialScan };

    /// <summary>Opens a file whose length is known.</summary>
    /// <exception cref="TorchBasicsException">The file is missing, a folder, or cannot be read: kind Data.</exception>
    internal static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
            throw new TorchBasicsException(ErrorKind.Data, $"{path} could not be read: it is a folder. Give the name of a file.");
        var file = Guard(path, () => new FileInfo(path).Length > 0 ? new(path, Sequential) : OpenEmpty(path));
        if (file.CanSeek)
            return file;
        file.Dispose();
        throw new TorchBasicsException(
            ErrorKind.Data, $"{path} could not be read: it is a pipe or a device. Give the name of a file.");
    }

    /// <summary>Reads a whole file of limited size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The largest size that is read.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="MalformedFileException">It is larger, or became shorter meanwhile.</exception>
    /// <exception cref="TorchBasicsException">It is missing or cannot be read: kind Data.</exception>
    public static byte[] ReadAll(string path, long maximumBytes)
    {
        using var file = Open(path);
        if (file.Length > maximumBytes)
            throw new MalformedFileException(
                path, maximumBytes, $"the file has {Counted.Of(file.Length, "byte")}; at most {maximumBytes} are read.");
        var bytes = new byte[file.Length];
        var count = Guard(path, () => file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return count == bytes.Length
            ? bytes
            : throw new MalformedFileException(path, count, "the file became shorter while it was read.");
    }

    /// <summary>Reads bytes of an open file from a place of their own.</summary>
    /// <returns>How many there were; 0 at the end of the file.</returns>
    internal static int ReadAt(string path, FileStream file, Span<byte> buffer, long offset)
    {
        try
        {
            return RandomAccess.Read(file.SafeFileHandle, buffer, offset);
        }
        catch (Exception error) when (IsExplained(error))
        {
            throw NotRead(path, error);
        }
    }

    /// <summary>Runs a step of reading and explains its errors.</summary>
    internal static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (IsExplained(error))
        {
            throw NotRead(path, error);
        }
    }

    // An empty file or a named pipe. Opened for reading alone, a pipe would wait for somebody to write (fifo(7)).
    private static FileStream OpenEmpty(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception error) when (IsExplained(error)) // it may only be read
        {
            return new(path, Sequential);
        }
    }

    private static bool IsExplained(Exception error) => error is IOException or UnauthorizedAccessException;

    private static TorchBasicsException NotRead(string path, Exception error) =>
        new(ErrorKind.Data, $"{path} could not be read: {FileError.Explain(error)}", error);
}
