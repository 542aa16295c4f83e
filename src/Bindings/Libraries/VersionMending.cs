using System.Buffers.Binary;
using TorchBasics.Bindings.Elf;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Libraries;

/// <summary>
/// Lets a library load on a system whose C++ or C library is older than the one it was linked with, where that is
/// safe: the versions that the system lacks are marked weak if no relocation refers to a symbol that carries them,
/// so that nothing can ever be called through them.
/// </summary>
/// <remarks>
/// The usual case: a library linked by GCC 13 asks for GLIBCXX_3.4.32 only because of the marker
/// std::ios_base_library_init(), which exists to make the linker ask and is never called.
/// </remarks>
internal static class VersionMending
{
    /// <summary>Marks the versions weak that the system lacks and nothing uses.</summary>
    /// <param name="path">Name for messages.</param>
    /// <param name="original">The library's bytes; they are not changed.</param>
    /// <param name="hostLibrary">The system's library of a name, or null if it has none.</param>
    /// <returns>The changed copy and why, or null when nothing is lacking.</returns>
    /// <exception cref="TorchBasicsException">A version that the system lacks is used.</exception>
    /// <exception cref="MalformedFileException">The library's tables are damaged.</exception>
    public static (byte[] Bytes, string Reason)? Mend(
        string path, ReadOnlyMemory<byte> original, Func<string, HostLibrary?> hostLibrary)
    {
        var image = ElfImage.Parse(path, original);
        var lacking = Lacking(image, hostLibrary);
        if (lacking.Count == 0)
            return null;
        RefuseUsed(path, image, lacking);
        var mended = original.ToArray();
        foreach (var (need, _) in lacking)
            MarkWeak(mended.AsSpan(need.FlagsOffset, sizeof(ushort)));
        var reasons = lacking.Select(
            entry => $"{entry.Host.Path} lacks {entry.Need.Version}, which no relocation of this library uses");
        return (mended, string.Join("; ", reasons));
    }

    private static List<(VersionNeed Need, HostLibrary Host)> Lacking(
        ElfImage image, Func<string, HostLibrary?> hostLibrary)
    {
        var lacking = new List<(VersionNeed, HostLibrary)>();
        foreach (var needs in image.Needs.Where(need => !need.IsWeak).GroupBy(need => need.Library))
        {
            // The loader accepts any need from a library that has no versions at all.
            if (hostLibrary(needs.Key) is not { Versions.Count: > 0 } host)
                continue;
            lacking.AddRange(needs.Where(need => !host.Versions.Contains(need.Version)).Select(need => (need, host)));
        }

        return lacking;
    }

    private static void RefuseUsed(string path, ElfImage image, List<(VersionNeed Need, HostLibrary Host)> lacking)
    {
        var used = image.RelocatedVersions();
        foreach (var (need, host) in lacking)
        {
            if (!used.TryGetValue(need.Index, out var symbol))
                continue;
            throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"{path} uses the symbol {symbol} in version {need.Version} of {need.Library}; "
                + $"{host.Path} offers at most {host.NewestLike(need.Version)}. "
                + $"Install a newer {need.Library}, or run on a newer system.");
        }
    }

    private static void MarkWeak(Span<byte> flags) =>
        BinaryPrimitives.WriteUInt16LittleEndian(
            flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | ElfImage.WeakFlag));
}
