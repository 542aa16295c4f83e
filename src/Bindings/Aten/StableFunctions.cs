using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Aten;

/// <summary>
/// Functions of libtorch's stable C interface, as its headers declare them. Each returns 0 when it succeeded. They must be
/// called only after <see cref="StableInterface"/> has found them.
/// </summary>
internal static unsafe partial class StableFunctions
{
    /// <summary>The name under which <see cref="Runtime.ModuleStart"/> answers with the library that is loaded.</summary>
    public const string Library = "torch_cpu";

    [LibraryImport(Library, EntryPoint = "torch_parallel_for")]
    public static partial int ParallelFor(long begin, long end, long grain, delegate* unmanaged<long, long, nint, void> body, nint context);
}
