namespace TorchBasics.Benchmarks.Reporting;

/// <summary>Which BLAS programs of the system load: the reference one is some forty times slower than the others.</summary>
internal static class SystemBlas
{
    private const string File = "libblas.so.3";

    /// <summary>The file that the loader of a Debian finds first, its links followed.</summary>
    public static string Name()
    {
        var named = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? string.Empty;
        var folders = named.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"]);
        var found = folders.Select(folder => Path.Combine(folder, File)).FirstOrDefault(System.IO.File.Exists);
        return found is null ? "no BLAS of the system" : Final(found);
    }

    private static string Final(string link)
    {
        for (var i = 0; i < 10 && new FileInfo(link).LinkTarget is { } target; i++)
            link = Path.GetFullPath(target, Path.GetDirectoryName(link)!);
        return link;
    }
}
