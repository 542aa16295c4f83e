using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Reports;

namespace TorchBasics.Training.Runs;

/// <content>What can be told of a folder without opening it, and how it goes.</content>
public sealed partial class RunFolder
{
    // What a session may write, checkpoints apart; files of TensorBoard have a date in their names.
    private static readonly string[] Written =
        [RunRecordFile.FileName, "model.safetensors", "best.safetensors", MetricsCsv.FileName, HtmlReport.FileName];

    /// <summary>Whether a folder holds a run: its record, or its checkpoints.</summary>
    internal static bool IsAt(string path) =>
        File.Exists(System.IO.Path.Combine(path, RunRecordFile.FileName))
        || (File.Exists(System.IO.Path.Combine(path, LockName))
            && Directory.Exists(System.IO.Path.Combine(path, CheckpointsName)));

    /// <summary>Whether a process holds a folder.</summary>
    internal static bool IsLocked(string path)
    {
        var file = System.IO.Path.Combine(path, LockName);
        try
        {
            if (File.Exists(file))
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false; // somebody else's, or read only: nobody here can hold it either
        }
        catch (IOException)
        {
            return File.Exists(file);
        }
    }

    /// <summary>Removes what a run writes, the record last, so that what is half gone is still known as a run.</summary>
    internal static IReadOnlyList<string> Delete(string path) => Attempt(path, "", () =>
    {
        using (var folder = new RunFolder(path, Formats.FileOperations.Instance)) // held, without links, cleared of leftovers
        {
            Directory.Delete(folder.Checkpoints.Folder, recursive: true);
            foreach (var file in Directory.GetFiles(path).Where(IsOfRun).OrderBy(file => file == folder.RecordPath))
                File.Delete(file);
        }

        File.Delete(System.IO.Path.Combine(path, LockName));
        IReadOnlyList<string> left =
            [.. Directory.EnumerateFileSystemEntries(path).Select(entry => System.IO.Path.GetFileName(entry)!)];
        if (left.Count == 0)
            Directory.Delete(path);
        return left;
    });

    private static bool IsOfRun(string file)
    {
        var name = System.IO.Path.GetFileName(file);
        return Written.Contains(name) || name.StartsWith(TensorBoardLog.FilePrefix, StringComparison.Ordinal);
    }
}
