namespace TorchBasics.Bindings.Elf;

/// <summary>One entry of .gnu.version_r: "from this library I need this symbol version".</summary>
/// <param name="Library">The name of the library as the dynamic loader looks for it, such as "libstdc++.so.6".</param>
/// <param name="Version">The version, such as "GLIBCXX_3.4.32".</param>
/// <param name="Index">The number that symbols of this version carry in .gnu.version.</param>
/// <param name="IsWeak">Whether the loader lets the version be absent.</param>
/// <param name="FlagsOffset">Where the two bytes of flags stand in the file.</param>
internal sealed record VersionNeed(string Library, string Version, ushort Index, bool IsWeak, int FlagsOffset);
