namespace TorchBasics.Training.Data;

/// <summary>Where data sets of files are looked for and kept.</summary>
public static class DataLocations
{
    /// <summary>The environment variable that names a folder with data sets.</summary>
    public const string DataVariable = "TORCHBASICS_DATA";

    /// <summary>
    /// The folder of this user that fetched data sets are kept in: torchbasics/data under XDG_CACHE_HOME or ~/.cache, on
    /// Windows under the local application data.
    /// </summary>
    public static string Cache
    {
        get
        {
            if (OperatingSystem.IsWindows())
                return Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "torchbasics", "data");
            var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            // a relative one is to be ignored (XDG)
            var caches = Path.IsPathFullyQualified(xdg ?? "") ? xdg! : Path.Combine(Home, ".cache");
            return Path.Combine(caches, "torchbasics", "data");
        }
    }

    private static string Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : Path.GetTempPath();

    /// <summary>The folders in which a data set of files is looked for, in this order.</summary>
    /// <param name="name">Name of the set, such as "mnist".</param>
    /// <param name="folder">A folder that the user named, or null.</param>
    /// <returns>Subfolders of the set's name before their parents.</returns>
    public static IReadOnlyList<string> Candidates(string name, string? folder)
    {
        var roots = new[] { folder, Environment.GetEnvironmentVariable(DataVariable) }
            .Where(root => !string.IsNullOrWhiteSpace(root));
        return [.. roots.SelectMany(root => new[] { Path.Combine(root!, name), root! }), Path.Combine(Cache, name)];
    }
}
