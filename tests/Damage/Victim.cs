namespace TorchBasics.Tests.Damage;

/// <summary>A copy of the folder of a run, to be damaged.</summary>
internal sealed class Victim
{
    private readonly string _original;

    public Victim(BaseRun run, string folder)
    {
        (_original, Folder, Run) = (run.Folder, folder, run);
        Restore();
    }

    public string Folder { get; }

    public BaseRun Run { get; }

    public string Record => Path.Combine(Folder, "run.json");

    public string Model => Path.Combine(Folder, "model.safetensors");

    public string Checkpoints => Path.Combine(Folder, "checkpoints");

    public string Newest => Directory.EnumerateFiles(Checkpoints, "step-*.safetensors").Max(StringComparer.Ordinal)!;

    public string Older => Directory.EnumerateFiles(Checkpoints, "step-*.safetensors").Min(StringComparer.Ordinal)!;

    /// <summary>Every file by its relative name, links and unreadable ones by what can be said of them.</summary>
    public Dictionary<string, string> Contents() => Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories)
        .ToDictionary(
            path => Path.GetRelativePath(Folder, path), path => new FileInfo(path) is { LinkTarget: { } target } ? target
                : Directory.Exists(path) ? "folder" : Read(path));

    /// <summary>Puts the folder back as it was before the damage.</summary>
    public void Restore()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(_original, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(_original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Read(string path)
    {
        try
        {
            return Convert.ToHexString(File.ReadAllBytes(path));
        }
        catch (UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }
}
