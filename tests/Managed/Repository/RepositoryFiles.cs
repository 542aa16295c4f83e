using System.Text.RegularExpressions;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>The repository that these tests were built from.</summary>
internal static partial class RepositoryFiles
{
    /// <summary>
    /// The folder that holds TorchBasics.sln. Compiled-in paths would not do: a deterministic build maps them to /_/.
    /// </summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whole text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>
    /// Files below a folder, relative to the root, with forward slashes; a folder that does not exist has none.
    /// </summary>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var path = Path.Combine(Root, folder);
        return !Directory.Exists(path) ? [] :
        [
            .. Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "artifacts"))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether a project of src is a library that becomes a package of its own.</summary>
    public static bool IsLibraryPackage(string project) =>
        project != "src/Cli/Cli.csproj" && !Read(project).Contains("<IsPackable>false", StringComparison.Ordinal);

    /// <summary>C# without comments and without the content of strings and characters.</summary>
    public static string CodeOnly(string text) => CommentOrLiteral().Replace(text, match => match.Value[0] == '/' ? " " : "\"\"");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TorchBasics.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds TorchBasics.sln.");
    }

    // In this order: raw strings, verbatim strings, strings, characters, comments to the end of the line, block comments.
    [GeneratedRegex(
        "\"{3}.*?\"{3}|@\"(?:[^\"]|\"\")*\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)+'|//[^\\n]*|/\\*.*?\\*/",
        RegexOptions.Singleline)]
    private static partial Regex CommentOrLiteral();
}
