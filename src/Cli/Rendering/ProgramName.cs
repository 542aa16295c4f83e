namespace TorchBasics.Cli.Rendering;

/// <summary>What a person has to type to run this program once more.</summary>
internal static class ProgramName
{
    private const string Name = "torchbasics";

    // Where a .NET tool lies, behind the command that its installation makes.
    private static readonly string Store = $"{Path.DirectorySeparatorChar}.store{Path.DirectorySeparatorChar}{Name}";

    /// <summary>
    /// "torchbasics" where the shell would find it or it was installed as a tool, else the path of this program from the current
    /// folder.
    /// </summary>
    public static string ToType { get; } = IsOnPath() || IsTool() ? Name : FromHere();

    private static bool IsTool() => AppContext.BaseDirectory.Contains(Store, StringComparison.Ordinal);

    private static bool IsOnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, FileName)));

    private static string FileName => OperatingSystem.IsWindows() ? Name + ".exe" : Name;

    private static string FromHere()
    {
        var program = Path.Combine(AppContext.BaseDirectory, FileName);
        if (!File.Exists(program))
            return Name;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, program);
        var shorter = relative.Length < program.Length ? relative : program;
        return shorter.Contains(' ', StringComparison.Ordinal) ? $"\"{shorter}\"" : shorter;
    }
}
