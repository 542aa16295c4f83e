using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TorchBasics.Bindings.Libraries;

/// <summary>Questions to libtorch that TorchSharp does not pass on.</summary>
internal static partial class LibtorchQueries
{
    /// <summary>The version that the library states: aoti_torch_abi_version, of the stable C interface.</summary>
    /// <returns>The version, or null when the library does not state it.</returns>
    public static unsafe Version? Version(LibraryHandle torchCpu)
    {
        if (torchCpu.Export("aoti_torch_abi_version") is not { } address)
            return null;
        var version = ((delegate* unmanaged<ulong>)address)();
        return new Version((int)(version >> 56), (int)(version >> 48) & 0xFF, (int)(version >> 40) & 0xFF);
    }

    /// <summary>at::get_cpu_capability().</summary>
    /// <returns>"DEFAULT", "AVX2", "AVX512", or "unknown".</returns>
    public static string CpuCapability(LibraryHandle torchCpu)
    {
        const string unknown = "unknown";
        return Text(torchCpu, "_ZN2at18get_cpu_capabilityB5cxx11Ev") ?? unknown;
    }

    /// <summary>The version of oneDNN: at::get_mkldnn_version(), "Intel(R) MKL-DNN v3.7.1 (Git Hash ...)".</summary>
    /// <returns>"3.7.1", or null where it cannot be asked.</returns>
    public static string? OneDnnVersion(LibraryHandle torchCpu) =>
        Text(torchCpu, "_ZN2at18get_mkldnn_versionB5cxx11Ev") is { } text
        && VersionNumber().Match(text) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    /// <summary>
    /// Calls a function that returns a std::string, where its calling convention is known: x86-64 Linux, GNU C++ library.
    /// </summary>
    /// <remarks>
    /// The string is returned into memory of the caller (Itanium C++ ABI, 3.1.3.1); it begins with a pointer and a length, and a
    /// text below 16 bytes lies within it.
    /// </remarks>
    private static unsafe string? Text(LibraryHandle torchCpu, string function)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64
            || torchCpu.Export(function) is not { } address)
            return null;
        var text = stackalloc nint[4];
        _ = ((delegate* unmanaged<nint*, nint*>)address)(text);
        var (start, length, isInside) = (text[0], text[1], text[0] == (nint)(text + 2));
        if (length is <= 0 or > 4096)
            return null;
        var copy = Encoding.UTF8.GetString((byte*)start, (int)length);
        if (!isInside)
            NativeMemory.Free((void*)start); // operator new of the GNU C++ library is malloc
        return copy;
    }

    [GeneratedRegex(@"v(\d+(?:\.\d+)+)", RegexOptions.CultureInvariant)]
    private static partial Regex VersionNumber();
}
