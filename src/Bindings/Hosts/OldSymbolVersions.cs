using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Bindings.Hosts;

/// <summary>The system's C++ library is older than the one that TorchSharp's native part was linked with.</summary>
internal static class OldSymbolVersions
{
    /// <summary>Says which library was changed to load.</summary>
    /// <returns>The problem, or null when all loaded as they came.</returns>
    public static HostProblem? Detect(IEnumerable<NativeLibraryInfo> libraries) =>
        libraries.FirstOrDefault(library => library.IsMended) is { } mended
            ? new HostProblem(
                "symbol versions",
                mended.MendedWhy!,
                $"a copy of {mended.Name} without that demand is loaded",
                ChangesNumbers: false)
            : null;
}
