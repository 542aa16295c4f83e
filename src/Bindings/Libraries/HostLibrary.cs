using TorchBasics.Bindings.Elf;

namespace TorchBasics.Bindings.Libraries;

/// <summary>A library of the system and the symbol versions it offers.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Versions">Names such as "GLIBCXX_3.4.30"; empty for a library without versions.</param>
internal sealed record HostLibrary(string Path, IReadOnlySet<string> Versions)
{
    /// <summary>The library that the dynamic loader takes for a name: the loader itself is asked. Linux only.</summary>
    /// <param name="name">A name such as "libstdc++.so.6".</param>
    /// <returns>The library, or null when the loader finds none.</returns>
    public static HostLibrary? Find(string name)
    {
        using var library = LibraryHandle.TryOpen(name);
        return library?.FilePath() is { } path && File.Exists(path)
            ? new HostLibrary(path, ElfImage.Parse(path, File.ReadAllBytes(path)).Definitions)
            : null;
    }

    /// <summary>The newest version of the same family: the letters before the last underscore are equal.</summary>
    /// <param name="version">A version such as "GLIBCXX_3.4.32".</param>
    /// <returns>A version such as "GLIBCXX_3.4.30", or "none of that kind".</returns>
    public string NewestLike(string version)
    {
        var family = version[..(version.LastIndexOf('_') + 1)];
        return Versions.Where(name => name.StartsWith(family, StringComparison.Ordinal) && Number(name) is not null)
            .MaxBy(Number) ?? "none of that kind";
        Version? Number(string name) => Version.TryParse(name[family.Length..], out var number) ? number : null;
    }
}
