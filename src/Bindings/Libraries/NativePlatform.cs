using System.Runtime.InteropServices;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Libraries;

/// <summary>File names and folder names of the native libraries on the running system.</summary>
internal sealed record NativePlatform(string Rid, string Prefix, string Suffix)
{
    /// <summary>The system this process runs on.</summary>
    public static NativePlatform Current { get; } = Detect();

    /// <summary>NuGet package that holds libtorch for this system.</summary>
    public string LibtorchPackage => $"libtorch-cpu-{Rid}";

    /// <summary>Refuses a system that TorchSharp has no libraries for.</summary>
    /// <exception cref="TorchBasicsException">There are none.</exception>
    public void RequireSupported()
    {
        if (Rid is not ("linux-x64" or "win-x64" or "osx-arm64"))
        {
            throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"This process runs as {Rid}; TorchSharp {PackageVersions.TorchSharp} has native libraries for linux-x64, "
                + "win-x64 and osx-arm64 only.");
        }

        if (!OperatingSystem.IsLinux())
            return;
        using var glibc = LibraryHandle.TryOpen("libc.so.6");
        if (glibc is null)
        {
            throw new TorchBasicsException(ErrorKind.NativeRuntime,
                "libtorch needs the GNU C library (libc.so.6), which this system does not have; "
                + "use a distribution that has it, such as Debian.");
        }
    }

    /// <summary>"torch_cpu" to "libtorch_cpu.so".</summary>
    public string FileName(string name) => $"{Prefix}{name}{Suffix}";

    private static NativePlatform Detect()
    {
        var architecture = $"{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();
        return OperatingSystem.IsWindows() ? new($"win-{architecture}", "", ".dll")
            : OperatingSystem.IsMacOS() ? new($"osx-{architecture}", "lib", ".dylib")
            : new($"linux-{architecture}", "lib", ".so");
    }
}
