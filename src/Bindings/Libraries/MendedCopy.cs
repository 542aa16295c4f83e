using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace TorchBasics.Bindings.Libraries;

/// <summary>
/// Keeps a mended library in the user's cache folder, under the hash of the original: only the owner may read or
/// write it, and what lies there is compared byte by byte with what it must be before every use.
/// </summary>
internal static partial class MendedCopy
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>XDG_CACHE_HOME, or .cache in the home folder (XDG Base Directory Specification); null without a home.</summary>
    public static string? CacheFolder()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set && Path.IsPathFullyQualified(set))
            return Path.Combine(set, "torchbasics", "native");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, ".cache", "torchbasics", "native");
    }

    /// <summary>Makes sure that the file in the cache is exactly the mended library.</summary>
    /// <param name="cache">The cache folder.</param>
    /// <param name="name">File name.</param>
    /// <param name="original">The library as it came.</param>
    /// <param name="mended">The library as it is to be loaded.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written, or others may write into it.</exception>
    public static string Store(string cache, string name, ReadOnlySpan<byte> original, ReadOnlySpan<byte> mended)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Symbol versions of ELF libraries do not exist on Windows.");
        var folder = Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(original)));
        foreach (var level in new[] { Path.GetDirectoryName(cache)!, cache, folder })
        {
            Directory.CreateDirectory(level, OwnerFolder);
            if ((File.GetUnixFileMode(level) & Others) != 0)
                throw new UnauthorizedAccessException($"{level} may be written by others; a library is not loaded from there.");
        }

        var path = Path.Combine(folder, name);
        if (!Holds(path, mended))
            Write(folder, path, mended);
        return path;
    }

    /// <summary>The library as a file in memory, for a user without a writable cache. Linux only.</summary>
    /// <param name="name">A name for the list of loaded files.</param>
    /// <param name="mended">The library.</param>
    /// <returns>The file; its path is usable as long as it is open.</returns>
    /// <exception cref="IOException">The system gives no such file.</exception>
    public static SafeFileHandle InMemory(string name, ReadOnlySpan<byte> mended)
    {
        const uint closeOnExec = 1;
        var file = CreateMemoryFile(name, closeOnExec);
        if (file.IsInvalid)
            throw new IOException($"memfd_create failed: {Marshal.GetLastPInvokeErrorMessage()}.");
        RandomAccess.Write(file, mended, 0);
        return file;
    }

    /// <summary>Where an open file can be reached by name.</summary>
    public static string PathOf(SafeFileHandle file) => $"/proc/self/fd/{file.DangerousGetHandle()}";

    private static bool Holds(string path, ReadOnlySpan<byte> expected)
    {
        var file = new FileInfo(path);
        return file.Exists && file.LinkTarget is null && file.Length == expected.Length
            && (OperatingSystem.IsWindows() || file.UnixFileMode == OwnerFile)
            && expected.SequenceEqual(File.ReadAllBytes(path));
    }

    private static void Write(string folder, string path, ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows())
            return;
        var temporary = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerFile,
            };
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle CreateMemoryFile(string name, uint flags);
}
