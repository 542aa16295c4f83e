using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Libraries;

/// <summary>An opened native library; closing it gives this opening back to the system.</summary>
internal sealed partial class LibraryHandle : SafeHandle
{
    private const int Lazy = 1; // RTLD_LAZY
    private const int Now = 2; // RTLD_NOW: every function that is called must exist, before any is called
    private const int OnlyIfLoaded = 4; // RTLD_NOLOAD
    private const int Global = 0x100; // RTLD_GLOBAL
    private const int LinkMap = 2; // RTLD_DI_LINKMAP

    public LibraryHandle()
        : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>Opens a library.</summary>
    /// <param name="path">Full path, or on Linux a bare name for the system to find.</param>
    /// <exception cref="TorchBasicsException">The system refuses; the message is the system's.</exception>
    public static LibraryHandle Open(string path) => Open(path, Now);

    /// <summary>
    /// Opens a library for what it will load itself, too: that finds the library's functions without naming the library.
    /// </summary>
    /// <param name="path">Full path, or a bare name for the system to find.</param>
    /// <exception cref="TorchBasicsException">The system refuses; the message is the system's.</exception>
    public static LibraryHandle OpenForAll(string path) => Open(path, Now | Global);

    /// <summary>Opens a library of the system that may be absent.</summary>
    /// <returns>The library, or null.</returns>
    public static LibraryHandle? TryOpen(string name)
    {
        var library = new LibraryHandle();
        if (NativeLibrary.TryLoad(name, out var opened))
            library.SetHandle(opened);
        if (!library.IsInvalid)
            return library;
        library.Dispose();
        return null;
    }

    /// <summary>Whether this process has loaded a library.</summary>
    /// <param name="path">Full path, or the bare file name for a library from any folder.</param>
    public static bool IsLoaded(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            using var library = OpenLibrary(path, Lazy | OnlyIfLoaded);
            return !library.IsInvalid;
        }

        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Any(module =>
            path.Equals(Path.IsPathRooted(path) ? module.FileName : module.ModuleName, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The file that the system chose; Linux only.</summary>
    /// <returns>Its path, or null where the system does not say.</returns>
    public string? FilePath()
    {
        // struct link_map (link.h): the address, then the name.
        return Information(this, LinkMap, out var map) == 0
            ? Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(map, IntPtr.Size))
            : null;
    }

    /// <summary>The address of an exported function, or null.</summary>
    public IntPtr? Export(string name) => NativeLibrary.TryGetExport(handle, name, out var address) ? address : null;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeLibrary.Free(handle);
        return true;
    }

    private static LibraryHandle Open(string path, int mode)
    {
        if (!OperatingSystem.IsLinux())
            return OpenPortably(path);
        _ = LastError(); // binds the function now: binding it later would overwrite the message
        var library = OpenLibrary(path, mode);
        return library.IsInvalid
            ? throw Refused(path, Marshal.PtrToStringUTF8(LastError()) ?? "no reason given")
            : library;
    }

    private static LibraryHandle OpenPortably(string path)
    {
        try
        {
            var library = new LibraryHandle();
            library.SetHandle(NativeLibrary.Load(path));
            return library;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw Refused(path, error.Message);
        }
    }

    private static TorchBasicsException Refused(string path, string reason) =>
        new(ErrorKind.NativeRuntime, $"{path} does not load: {reason}");

    [LibraryImport("libc.so.6", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial LibraryHandle OpenLibrary(string path, int mode);

    [LibraryImport("libc.so.6", EntryPoint = "dlerror")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial IntPtr LastError();

    [LibraryImport("libc.so.6", EntryPoint = "dlinfo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Information(LibraryHandle library, int request, out IntPtr result);
}
