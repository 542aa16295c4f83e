using System.Security.Cryptography;
using System.Text;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats;

/// <summary>
/// Files that are written whole or not at all: to a temporary name in the same folder, flushed to the disk, renamed over
/// the target, and the folder flushed too. Whatever happens, the name holds the old content or the new, never a part.
/// </summary>
public static class AtomicFile
{
    private const string Prefix = ".torchbasics-";
    private const string Suffix = ".tmp";

    /// <summary>Writes a file; an existing one is replaced when the new content is complete and on the disk.</summary>
    /// <param name="path">The file. A symbolic link is followed; the access rights of an existing file are kept.</param>
    /// <param name="write">Writes the content; it leaves the stream open.</param>
    /// <exception cref="TorchBasicsException">
    /// Nothing could be written (disk full, no permission, folder missing, write-protected, the path is a folder, a pipe or a
    /// device): kind Failed. The old content is untouched and no temporary file stays behind. Or the file was written whole, but
    /// the disk did not confirm its name, which a power failure may take back: kind Failed, and the message says so.
    /// </exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, FileOperations.Instance);

    /// <summary>Writes a file that gets its name only if it is found to be right.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; it leaves the stream open.</param>
    /// <param name="check">Gets what was read back from the disk; when it throws, the old content stays.</param>
    /// <exception cref="TorchBasicsException">
    /// As for <see cref="Write(string, Action{Stream})"/>; and whatever the check throws.
    /// </exception>
    public static void Write(string path, Action<Stream> write, Action<ReadOnlyMemory<byte>> check) =>
        Write(path, write, FileOperations.Instance, check);

    /// <summary>Writes a file of bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The whole content.</param>
    /// <exception cref="TorchBasicsException">As for <see cref="Write(string, Action{Stream})"/>.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes a text file, in UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="TorchBasicsException">As for <see cref="Write(string, Action{Stream})"/>.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Refuses a file that could not be written, before the work that it would hold; nothing is left behind.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TorchBasicsException">
    /// It could not be written, as far as that can be told beforehand: kind Failed.
    /// </exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = FileOperations.Instance;
        try
        {
            var target = Target(path, files);
            var temporary = Path.Combine(Path.GetDirectoryName(target)!, TemporaryName());
            files.Create(temporary).Dispose();
            files.TryDelete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, FileError.Explain(error), error);
        }
    }

    /// <summary>Deletes the temporary files in a folder whose writers ended before they were done.</summary>
    /// <param name="folder">The folder; subfolders are left alone.</param>
    /// <returns>The number of files deleted.</returns>
    /// <remarks>
    /// A writer holds a lock on its file until the rename, and the operating system releases it when a process ends, so
    /// no living writer loses its file. What cannot be opened or deleted is left alone.
    /// </remarks>
    public static int RemoveLeftovers(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}").ToList().Count(TryRemoveLeftover)
                : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0; // the folder cannot be listed
        }
    }

    /// <summary>Writes a file through a file system that may be another one than that of this machine.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; it leaves the stream open.</param>
    /// <param name="files">The file system.</param>
    /// <param name="check">Gets what was read back from the disk; null for no check.</param>
    /// <exception cref="TorchBasicsException">
    /// As for <see cref="Write(string, Action{Stream})"/>; and whatever the check throws.
    /// </exception>
    public static void Write(string path, Action<Stream> write, IFileOperations files, Action<ReadOnlyMemory<byte>>? check = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var renamed = false;
        try
        {
            var target = Target(path, files);
            WriteAndRename(target, write, files, check, ref renamed);
            files.FlushFolderToDisk(Path.GetDirectoryName(target)!);
        }
        catch (Exception error) when (FileError.Covers(error))
        {
            throw renamed ? NotConfirmed(path, error) : NotWritten(path, FileError.Explain(error), error);
        }
    }

    private static void WriteAndRename(
        string target, Action<Stream> write, IFileOperations files, Action<ReadOnlyMemory<byte>>? check, ref bool renamed)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, TemporaryName());
        var stream = files.Create(temporary);
        try
        {
            files.KeepAccessRights(target, temporary);
            write(stream);
            files.FlushToDisk(stream);
            check?.Invoke(ReadBack(stream));
            files.Rename(temporary, target); // before the stream is closed, because closing it gives up the lock
            renamed = true;
        }
        finally
        {
            Close(stream, temporary, renamed, files);
        }
    }

    private static byte[] ReadBack(Stream stream)
    {
        stream.Position = 0;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static void Close(Stream stream, string temporary, bool renamed, IFileOperations files)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception error) when (!renamed && FileError.Covers(error))
        {
            // A stream whose disk is full tries once more to write its buffer; the first error is the one to report.
        }
        finally
        {
            if (!renamed)
                files.TryDelete(temporary);
        }
    }

    private static string TemporaryName() =>
        $"{Prefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}{Suffix}";

    private static string Target(string path, IFileOperations files)
    {
        if (files.IsPipeOrDevice(Path.GetFullPath(path)))
            throw NotWritten(path, "it is a pipe or a device. Give the name of a file.");
        var target = Resolve(path);
        RefuseWhatIsNoFile(path, target);
        return target;
    }

    private static string Resolve(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static void RefuseWhatIsNoFile(string path, string target)
    {
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(path))
            throw NotWritten(path, "it is a folder. Give the name of a file.");
        var folder = Path.GetDirectoryName(target);
        if (File.Exists(folder))
            throw NotWritten(path, $"{folder} is a file, not a folder.");
        if (!Directory.Exists(folder))
            throw NotWritten(path, $"the folder {folder} does not exist. Create it first.");
        if (File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            throw NotWritten(path, "it is write-protected. Remove the protection or choose another name.");
    }

    private static TorchBasicsException NotWritten(string path, string reason, Exception? cause = null) =>
        new(ErrorKind.Failed, $"{path} could not be written: {reason}", cause);

    private static TorchBasicsException NotConfirmed(string path, Exception cause) =>
        new(ErrorKind.Failed, $"{path} was written, but the disk did not confirm it, so that a power failure may take it back: "
            + $"{FileError.Explain(cause)}", cause);

    private static bool TryRemoveLeftover(string path)
    {
        try
        {
            using var leftover = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
