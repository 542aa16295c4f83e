using System.Runtime.InteropServices;

namespace TorchBasics.Cli;

/// <summary>Limits that a shell may have set (ulimit), met before they end the process in the middle of something.</summary>
/// <remarks>It uses nothing beyond the core library, so that it runs where no other library can be opened.</remarks>
internal static partial class ProcessLimits
{
    // A training with everything that it loads has 116 files open, 2 for each library; this is half as many again.
    private const ulong OpenFiles = 176;

    private const int FileSizeSignal = 25; // SIGXFSZ on Linux and macOS
    private const nint Ignore = 1;         // SIG_IGN

    /// <summary>
    /// Lets a write beyond the largest size of a file fail, instead of ending the process, and counts the files that may be open.
    /// </summary>
    /// <returns>Which limit is too low to work under, in a sentence; null for none.</returns>
    public static string? Prepare()
    {
        if (OperatingSystem.IsWindows())
            return null;
        SetHandler(FileSizeSignal, Ignore);
        return GetLimit(OperatingSystem.IsMacOS() ? 8 : 7, out var limit) == 0 && limit.Current < OpenFiles
            ? $"this process may open {limit.Current} files at once; at least {OpenFiles} are needed. "
                + $"'ulimit -n {OpenFiles}' or more raises the limit."
            : null;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SetHandler(int signal, nint handler);

    private readonly record struct Limit(ulong Current, ulong Most);
}
