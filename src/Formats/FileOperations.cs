using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TorchBasics.Formats;

/// <summary>The file system of this machine.</summary>
internal sealed partial class FileOperations : IFileOperations
{
    private const int BufferSize = 1 << 16;

    public static FileOperations Instance { get; } = new();

    public bool IsPipeOrDevice(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return false;
        if (Path.GetDirectoryName(path) == "/dev" || Path.GetDirectoryName(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName) == "/dev")
            return true; // some devices can be sought in like files
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0); // for reading alone, a pipe would wait for a writer
            return !file.CanSeek;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // whoever writes learns what is wrong
        }
    }

    public Stream Create(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Delete, // others may not open it, but it may be renamed while open (Windows)
        BufferSize = BufferSize,
    });

    public void KeepAccessRights(string old, string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(old))
            File.SetUnixFileMode(path, File.GetUnixFileMode(old));
    }

    public void FlushToDisk(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void FlushFolderToDisk(string folder)
    {
        if (OperatingSystem.IsWindows()) // NTFS journals the rename itself, and a folder cannot be flushed
            return;
        using var handle = Open(folder, flags: 0);
        if (handle.IsInvalid)
            throw new IOException($"The folder {folder} could not be flushed to the disk: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.", Marshal.GetLastPInvokeError());
        RandomAccess.FlushToDisk(handle);
    }

    public void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is found later by AtomicFile.RemoveLeftovers; the error that led here is the one to report.
        }
    }

    // .NET opens no folders. Flags 0 is O_RDONLY everywhere; the handle closes the descriptor.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);
}
