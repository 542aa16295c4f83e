using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Runtime;

/// <summary>File names and folder names of the native libraries on the running system.</summary>
internal sealed record NativePlatform(string Rid, string Prefix, string Suffix)
{
    /// <summary>The system this process runs on.</summary>
    public static NativePlatform Current { get; } = Detect();

    /// <summary>NuGet package that holds libtorch for this system.</summary>
    public string LibtorchPackage => $"libtorch-cpu-{Rid}";

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
