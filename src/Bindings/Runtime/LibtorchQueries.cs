using System.Runtime.InteropServices;
using System.Text;

namespace TorchBasics.Bindings.Runtime;

/// <summary>Questions to libtorch that TorchSharp does not pass on.</summary>
internal static class LibtorchQueries
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

    /// <summary>at::get_cpu_capability(), where its calling convention is known: x86-64 Linux, GNU C++ library.</summary>
    /// <returns>"DEFAULT", "AVX2", "AVX512", or "unknown".</returns>
    /// <remarks>
    /// A std::string is returned into memory of the caller (Itanium C++ ABI, 3.1.3.1); it begins with a pointer and a
    /// length, and a text below 16 bytes lies within it, so that nothing is to be freed.
    /// </remarks>
    public static unsafe string CpuCapability(LibraryHandle torchCpu)
    {
        const string unknown = "unknown";
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64
            || torchCpu.Export("_ZN2at18get_cpu_capabilityB5cxx11Ev") is not { } address)
            return unknown;
        var text = stackalloc nint[4];
        _ = ((delegate* unmanaged<nint*, nint*>)address)(text);
        var inside = text[0] == (nint)(text + 2);
        return inside && text[1] is > 0 and < 16 ? Encoding.ASCII.GetString((byte*)text[0], (int)text[1]) : unknown;
    }
}
