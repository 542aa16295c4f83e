using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TorchBasics.Formats;

/// <summary>The file system of this machine.</summary>
public sealed partial class FileOperations : IFileOperations
{
    private const int BufferSize = 1 << 16;

    // statx, whose layout is the same on every processor. Source: linux/stat.h
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint TypeOnly = 1;        // STATX_TYPE
    private const uint NumberOnly = 0x100;  // STATX_INO
    private const int StatusLength = 256;
    private const int ModeOffset = 28;
    private const int NumberOffset = 32;
    private const int DeviceOffset = 136;   // major and minor number
    private const int TypeMask = 0xF000;    // S_IFMT
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    private FileOperations()
    {
    }

    /// <summary>The one there is.</summary>
    public static FileOperations Instance { get; } = new();

    /// <inheritdoc/>
    public bool IsPipeOrDevice(string path)
    {
        if (!OperatingSystem.IsLinux())
            return !OperatingSystem.IsWindows() && Path.GetDirectoryName(path) == "/dev";
        Span<byte> status = stackalloc byte[StatusLength];
        return GetStatus(CurrentFolder, path, flags: 0, TypeOnly, status) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & TypeMask) is not (RegularFile or Folder);
    }

    /// <inheritdoc/>
    public FileIdentity? Identify(string path)
    {
        Span<byte> status = stackalloc byte[StatusLength];
        return OperatingSystem.IsLinux() && GetStatus(CurrentFolder, path, flags: 0, NumberOnly, status) == 0
            ? new(
                BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceOffset..]),
                BinaryPrimitives.ReadUInt64LittleEndian(status[NumberOffset..]))
            : null;
    }

    /// <inheritdoc/>
    public Stream Create(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Delete, // others may not open it, but it may be renamed while open (Windows)
        BufferSize = BufferSize,
    });

    /// <inheritdoc/>
    public void KeepAccessRights(string old, string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(old))
            File.SetUnixFileMode(path, File.GetUnixFileMode(old));
    }

    /// <inheritdoc/>
    public void FlushToDisk(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void FlushFolderToDisk(string folder)
    {
        if (OperatingSystem.IsWindows()) // NTFS journals the rename itself, and a folder cannot be flushed
            return;
        using var handle = Open(folder, flags: 0);
        if (handle.IsInvalid)
            throw new IOException(
                $"The folder {folder} could not be flushed to the disk: "
                + $"{new Win32Exception(Marshal.GetLastPInvokeError()).Message}.",
                Marshal.GetLastPInvokeError());
        RandomAccess.FlushToDisk(handle);
    }

    /// <inheritdoc/>
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

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, Span<byte> status);
}
