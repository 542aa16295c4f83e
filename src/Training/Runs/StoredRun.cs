using TorchBasics.Core.Errors;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>The folder of a run, as it lies on the disk; nothing of it is changed or locked by looking at it.</summary>
public sealed class StoredRun
{
    private static readonly EnumerationOptions WithoutLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    private StoredRun(string path, RunRecord? record, string? damage) => (Path, Record, Damage) = (path, record, damage);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Its record; null where it has none yet, or one that cannot be read.</summary>
    public RunRecord? Record { get; }

    /// <summary>Why the record cannot be read; null where it can, or where there is none.</summary>
    public string? Damage { get; }

    /// <summary>Bytes of all its files.</summary>
    public long Bytes => new DirectoryInfo(Path).EnumerateFiles("*", WithoutLinks).Sum(file => file.Length);

    /// <summary>Whether a process trains in it now.</summary>
    public bool IsInUse => RunFolder.IsLocked(Path);

    /// <summary>The runs below a folder, the newest first: its subfolders, and the members of committees.</summary>
    /// <param name="folder">The folder that holds the folders of runs; without it there are none.</param>
    /// <returns>The runs.</returns>
    public static IReadOnlyList<StoredRun> Below(string folder) => !Directory.Exists(folder) ? [] :
        [.. new DirectoryInfo(folder).EnumerateDirectories()
            .Where(inner => inner.LinkTarget is null)
            .SelectMany(inner => CommitteeFolder.IsAt(inner.FullName) ? inner.EnumerateDirectories() : [inner])
            .Where(inner => inner.LinkTarget is null && RunFolder.IsAt(inner.FullName))
            .Select(inner => Read(System.IO.Path.Combine(folder, System.IO.Path.GetRelativePath(folder, inner.FullName))))
            .OrderByDescending(run => run.Record?.Run.Started ?? Directory.GetLastWriteTimeUtc(run.Path))];

    /// <summary>The run in a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The run.</returns>
    /// <exception cref="TorchBasicsException">There is no run in it: kind Data.</exception>
    public static StoredRun At(string path) => RunFolder.IsAt(path)
        ? Read(path)
        : throw new TorchBasicsException(
            ErrorKind.Data,
            Directory.Exists(path)
                ? $"{path} is not the folder of a run: it has neither {RunRecordFile.FileName} nor checkpoints."
                : $"{path} does not exist; expected the folder of a run.");

    /// <summary>Removes all that a run writes, and the folder if nothing else is in it.</summary>
    /// <returns>What was left because no run writes it: names within the folder, none where the folder is gone.</returns>
    /// <exception cref="TorchBasicsException">A process trains in it, or a file cannot be removed: kind Failed.</exception>
    public IReadOnlyList<string> Delete() => RunFolder.Delete(Path);

    private static StoredRun Read(string path)
    {
        try
        {
            return new(path, RunRecordFile.Read(System.IO.Path.Combine(path, RunRecordFile.FileName)), damage: null);
        }
        catch (TorchBasicsException damage)
        {
            return new(path, record: null, damage.Message);
        }
    }
}
