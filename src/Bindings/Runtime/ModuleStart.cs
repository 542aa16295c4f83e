using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;
using TorchSharp;

namespace TorchBasics.Bindings.Runtime;

/// <summary>
/// Answers when TorchSharp looks for its native libraries, so that a program which never touches a tensor loads none.
/// </summary>
internal static class ModuleStart
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "TorchSharp's static constructor must find the handler in place.")]
    internal static void Register()
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        NativeLibrary.SetDllImportResolver(typeof(ModuleStart).Assembly, ResolveOwn);
    }

    /// <summary>Our own imports of libtorch bind to the library that is loaded, never to another one of the same name.</summary>
    private static IntPtr ResolveOwn(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == StableFunctions.Library ? NativeRuntime.Ensure(null).HandleOf(name) : IntPtr.Zero;

    /// <summary>
    /// .NET asks here after its own search failed, which it does whenever the libraries are not beside the program or
    /// the system's C++ library is too old for them. Errors are not thrown across TorchSharp, which would bury them
    /// in a TypeInitializationException; <see cref="NativeRuntime.Load(string?, OneDnnUse?)"/> states them to whoever calls it.
    /// </summary>
    private static IntPtr Resolve(Assembly assembly, string name)
    {
        if (assembly != typeof(torch).Assembly || name is not ("torch_cpu" or LibraryLoader.Cuda or "LibTorchSharp"))
            return IntPtr.Zero;
        try
        {
            return NativeRuntime.Ensure(null).HandleOf(name);
        }
        catch (TorchBasicsException)
        {
            return IntPtr.Zero;
        }
    }
}
