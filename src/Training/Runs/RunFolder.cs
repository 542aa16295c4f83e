using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Formats;
using TorchBasics.Training.Checkpoints;

namespace TorchBasics.Training.Runs;

/// <summary>The folder of one run, held by one process at a time.</summary>
public sealed class RunFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly string? _made; // the uppermost folder that had to be made, or null

    private RunFolder(string path, string? made = null)
    {
        (Path, _made) = (path, made);
        _lock = Acquire(System.IO.Path.Combine(path, "run.lock"));
        Checkpoints = new CheckpointStore(System.IO.Path.Combine(path, "checkpoints"));
        AtomicFile.RemoveLeftovers(path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The checkpoints of the run.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>The finished model: weights and all that is needed to predict.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>The model with the smallest loss on the samples kept back, of a run with patience.</summary>
    public string BestPath => System.IO.Path.Combine(Path, "best.safetensors");

    /// <summary>The record of the run.</summary>
    public string RecordPath => System.IO.Path.Combine(Path, "run.json");

    /// <summary>Creates a folder for a new run and proves that it can be written.</summary>
    /// <param name="path">The folder; it may exist if it holds no run yet.</param>
    /// <returns>The folder, locked.</returns>
    /// <exception cref="TorchBasicsException">The folder holds a run, cannot be written, or is in use.</exception>
    public static RunFolder Create(string path) => Attempt(path, () =>
    {
        if (File.Exists(path))
            throw new TorchBasicsException(ErrorKind.Usage, $"{path} is a file; --output needs a folder.");
        if (File.Exists(System.IO.Path.Combine(path, "run.json")))
            throw new TorchBasicsException(ErrorKind.Usage, $"{path} already holds a run. 'torchbasics train --resume {path}' continues it; --output names another folder.");
        var made = UppermostMissing(path);
        Directory.CreateDirectory(path);
        return new RunFolder(path, made);
    });

    /// <summary>Opens the folder of a run.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The folder, locked.</returns>
    /// <exception cref="TorchBasicsException">There is no run in it, or it is in use.</exception>
    public static RunFolder Open(string path) => Attempt(path, () => Directory.Exists(System.IO.Path.Combine(path, "checkpoints"))
        ? new RunFolder(path)
        : throw new TorchBasicsException(ErrorKind.Data, $"{path} is not the folder of a run: it has no checkpoints. 'torchbasics train' makes one."));

    /// <summary>Reads the record.</summary>
    /// <returns>The record, or null when none was written yet.</returns>
    /// <exception cref="MalformedFileException">It cannot be read.</exception>
    public RunRecord? ReadRecord() => !File.Exists(RecordPath) ? null : CheckpointJson.Read(
        RecordPath, "the record", File.ReadAllText(RecordPath), json => JsonSerializer.Deserialize(json, CheckpointJson.Default.RunRecord));

    /// <summary>Replaces the record.</summary>
    /// <param name="record">The new one.</param>
    public void WriteRecord(RunRecord record) => AtomicFile.Write(RecordPath, JsonSerializer.Serialize(record, CheckpointJson.Default.RunRecord) + "\n");

    /// <summary>Refuses to start what cannot be saved.</summary>
    /// <param name="checkpointBytes">Size of one checkpoint.</param>
    /// <exception cref="TorchBasicsException">The disk has no room for the checkpoints that are kept and one more.</exception>
    public void RequireRoom(long checkpointBytes)
    {
        var needed = (4 * checkpointBytes) + (1 << 20);
        var free = new DriveInfo(System.IO.Path.GetFullPath(Path)).AvailableFreeSpace;
        if (free < needed)
        {
            throw new TorchBasicsException(
                ErrorKind.Failed,
                $"{Path} has {free:N0} bytes free; the checkpoints of this run need about {needed:N0}. Free some space, or name another folder with --output.");
        }
    }

    /// <summary>Closes the folder, and removes it if it was made for a run that then could not be prepared.</summary>
    internal void Abandon()
    {
        Dispose();
        if (_made is null)
            return;
        File.Delete(System.IO.Path.Combine(Path, "run.lock"));
        var empty = new List<string> { Checkpoints.Folder };
        for (var folder = System.IO.Path.GetFullPath(Path); folder.Length >= _made.Length; folder = System.IO.Path.GetDirectoryName(folder)!)
            empty.Add(folder);
        foreach (var folder in empty.TakeWhile(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            Directory.Delete(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string? UppermostMissing(string path)
    {
        string? missing = null;
        for (var folder = System.IO.Path.GetFullPath(path); folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
            missing = folder;
        return missing;
    }

    private static FileStream Acquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            throw new TorchBasicsException(ErrorKind.Failed, $"{path} is held by another process that trains in this folder; wait for it, or name another folder.", exception);
        }
    }

    private static RunFolder Attempt(string path, Func<RunFolder> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Failed, $"{path} cannot be used as the folder of a run: {exception.Message} Name another one with --output.", exception);
        }
    }
}
