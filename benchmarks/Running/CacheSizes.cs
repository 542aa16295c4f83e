using System.Globalization;

namespace TorchBasics.Benchmarks.Running;

/// <summary>Sizes of the caches of the first processor, as Linux tells them.</summary>
internal static class CacheSizes
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";
    private const long Usual = 32 << 20;

    /// <summary>Bytes of the last cache before memory; what is usual where nobody tells.</summary>
    public static long Last { get; } = Read();

    private static long Read()
    {
        if (!Directory.Exists(Folder))
            return Usual;
        var sizes = Directory.EnumerateFiles(Folder, "size", SearchOption.AllDirectories).Select(path => Parse(path)).ToList();
        return sizes.Count == 0 ? Usual : sizes.Max();
    }

    // "32768K"
    private static long Parse(string path)
    {
        var text = File.ReadAllText(path).Trim();
        return text is [.. var digits, 'K'] && long.TryParse(digits, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes << 10
            : 0;
    }
}
