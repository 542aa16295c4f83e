using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Hosts;

/// <summary>Asks the GNU C library for its version.</summary>
internal static partial class CLibraryVersion
{
    /// <summary>The version, such as 2.36; null on systems without that library.</summary>
    public static Version? Get()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return Version.TryParse(Marshal.PtrToStringUTF8(Query()), out var version) ? version : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "gnu_get_libc_version")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Query();
}
