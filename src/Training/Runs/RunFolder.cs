using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>The folder of one run, held by one process at a time.</summary>
public sealed partial class RunFolder : IRunStore
{
    private const string LockName = "run.lock";
    private const string CheckpointsName = "checkpoints";

    private readonly IFileOperations _files;
    private readonly FileStream _lock;
    private readonly FileIdentity? _identity;
    private readonly string? _made; // the uppermost folder that had to be made, or null

    private RunFolder(string path, IFileOperations files, string? made = null)
    {
        (Path, _files, _made) = (path, files, made);
        RefuseLinks(path);
        _lock = Acquire(LockPath);
        try
        {
            _identity = files.Identify(LockPath);
            Checkpoints = new CheckpointStore(System.IO.Path.Combine(path, CheckpointsName), files);
            AtomicFile.RemoveLeftovers(path);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
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
    public string RecordPath => System.IO.Path.Combine(Path, RunRecordFile.FileName);

    private string LockPath => System.IO.Path.Combine(Path, LockName);

    /// <summary>Creates a folder for a new run and proves that it can be written.</summary>
    /// <param name="path">The folder; it may exist if it holds no run yet.</param>
    /// <returns>The folder, locked.</returns>
    /// <exception cref="TorchBasicsException">The folder holds a run, cannot be written, or is in use.</exception>
    public static RunFolder Create(string path) => Create(path, FileOperations.Instance);

    internal static RunFolder Create(string path, IFileOperations files) =>
        Attempt(path, " Name another one with --output.", () =>
        {
            if (File.Exists(path))
                throw new TorchBasicsException(ErrorKind.Usage, $"{path} is a file; --output needs a folder.");
            if (System.IO.Path.Exists(System.IO.Path.Combine(path, RunRecordFile.FileName)))
                throw Taken(path);
            var made = UppermostMissing(path);
            Directory.CreateDirectory(path);
            var folder = new RunFolder(path, files, made);
            if (folder.Checkpoints.Count == 0)
                return folder;
            folder.Dispose();
            throw Taken(path); // its record was lost, or it was killed before it had one
        });

    /// <summary>Opens the folder of a run.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The folder, locked.</returns>
    /// <exception cref="TorchBasicsException">There is no run in it, it cannot be written, or it is in use.</exception>
    public static RunFolder Open(string path) => Open(path, FileOperations.Instance);

    internal static RunFolder Open(string path, IFileOperations files) =>
        Attempt(path, "", () => Directory.Exists(System.IO.Path.Combine(path, CheckpointsName))
            ? new RunFolder(path, files)
            : throw new TorchBasicsException(
                ErrorKind.Data, $"{path} is not the folder of a run: it has no checkpoints. 'torchbasics train' makes one."));

    /// <summary>Reads the record.</summary>
    /// <returns>The record, or null when none was written yet.</returns>
    /// <exception cref="MalformedFileException">It is damaged, or was changed since it was written.</exception>
    public RunRecord? ReadRecord() => RunRecordFile.Read(RecordPath);

    /// <summary>Replaces the record.</summary>
    /// <param name="record">The new one.</param>
    /// <exception cref="TorchBasicsException">It could not be written.</exception>
    public void WriteRecord(RunRecord record) => Write(RunRecordFile.FileName, RunRecordFile.Compose(record));

    /// <summary>Writes a text file into the folder, whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="TorchBasicsException">
    /// It could not be written, or the folder is no longer the one that was opened.
    /// </exception>
    public void Write(string name, string text)
    {
        RequireSame();
        var bytes = Encoding.UTF8.GetBytes(text);
        AtomicFile.Write(System.IO.Path.Combine(Path, name), stream => stream.Write(bytes), _files);
    }

    /// <summary>Writes a model into the folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="TorchBasicsException">
    /// It could not be written, or the folder is no longer the one that was opened.
    /// </exception>
    public void Write(string path, Model model)
    {
        RequireSame();
        ModelFile.Write(path, model, _files);
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>Its file.</returns>
    /// <exception cref="TorchBasicsException">
    /// It could not be written, or the folder is no longer the one that was opened.
    /// </exception>
    public string Save(Checkpoint checkpoint)
    {
        RequireSame();
        return Checkpoints.Save(checkpoint);
    }

    /// <summary>Gives damaged checkpoints another name.</summary>
    internal void SetDamagedAside(FoundCheckpoints found, Action<TorchBasicsException> skipped) =>
        found.SetDamagedAside(_files, skipped);

    /// <summary>Refuses to write into a folder that has taken the place of the one that was opened.</summary>
    /// <exception cref="TorchBasicsException">It was moved, deleted or replaced: kind Failed.</exception>
    public void RequireSame()
    {
        if (_identity is not null && _files.Identify(LockPath) != _identity)
        {
            throw new TorchBasicsException(
                ErrorKind.Failed,
                $"{Path} is no longer the folder that this run writes into: it was deleted, moved or replaced, or its {LockName} "
                + "was. Nothing more is written there; if the folder was moved, '--resume' continues the run where it is now.");
        }
    }

    /// <summary>Refuses to start what cannot be saved, before anything is written.</summary>
    /// <param name="checkpointBytes">Size of a checkpoint.</param>
    /// <param name="modelBytes">Size of a model.</param>
    /// <param name="keepsBest">Whether the best model is kept, too.</param>
    /// <param name="advice">What else can be done than freeing some space: a sentence with a blank before it.</param>
    /// <exception cref="TorchBasicsException">The disk has no room for the files that come: kind Failed.</exception>
    internal void RequireRoom(long checkpointBytes, long modelBytes, bool keepsBest, string advice)
    {
        const long Reports = 1 << 20;
        var missing = Math.Max(0, CheckpointStore.Kept - Checkpoints.Count) + 1; // one more while it takes the place of another
        var models = (File.Exists(ModelPath) ? 0 : 1) + (keepsBest && !File.Exists(BestPath) ? 1 : 0);
        var needed = (missing * checkpointBytes) + (models * modelBytes) + Reports;
        var free = new DriveInfo(System.IO.Path.GetFullPath(Path)).AvailableFreeSpace;
        if (free < needed)
            throw new TorchBasicsException(
                ErrorKind.Failed,
                $"{Path} has {free:N0} bytes free; what this run writes needs about {needed:N0}. Free some space{advice}.");
    }

    /// <inheritdoc/>
    bool IRunStore.HasCheckpoints => Checkpoints.Count > 0;

    /// <inheritdoc/>
    void IRunStore.RequireRoom(Func<TrainerState> state, TrainingOptions options, bool isNew) =>
        DiskRoom.Require(this, state(), options, isNew);

    /// <inheritdoc/>
    void IRunStore.WriteBest(Func<Model> model) => Write(BestPath, model());

    /// <inheritdoc/>
    void IRunStore.WriteModel(Model model) => Write(ModelPath, model);

    /// <inheritdoc/>
    string? IRunStore.Save(Func<Checkpoint> checkpoint) => Save(checkpoint());

    /// <inheritdoc/>
    void IRunStore.Abandon() => Abandon();

    /// <summary>Closes the folder, and removes it if it was made for a run that then could not be prepared.</summary>
    internal void Abandon()
    {
        Dispose();
        if (_made is null)
            return;
        File.Delete(LockPath);
        var empty = new List<string> { Checkpoints.Folder };
        for (var folder = System.IO.Path.GetFullPath(
            Path); folder.Length >= _made.Length; folder = System.IO.Path.GetDirectoryName(folder)!)
            empty.Add(folder);
        foreach (var folder in empty.TakeWhile(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            Directory.Delete(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string? UppermostMissing(string path)
    {
        string? missing = null;
        for (var folder = System.IO.Path.GetFullPath(path); folder is not null
            && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
            missing = folder;
        return missing;
    }

    // What is written goes into the folder that the user named and nowhere else.
    private static void RefuseLinks(string path)
    {
        var inside = new DirectoryInfo(System.IO.Path.Combine(path, CheckpointsName));
        var entries = new DirectoryInfo(path).EnumerateFileSystemInfos()
            .Concat(inside.Exists && inside.LinkTarget is null ? inside.EnumerateFileSystemInfos() : []);
        if (entries.FirstOrDefault(entry => entry.LinkTarget is not null) is { } link)
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{System.IO.Path.Combine(path, System.IO.Path.GetRelativePath(path, link.FullName))} is a link to "
                + $"{link.LinkTarget}; a run reads and writes in its own folder only. "
                + "Put the file itself there, or remove the link.");
        }
    }

    private static TorchBasicsException Taken(string path) =>
        new(
            ErrorKind.Usage,
            $"{path} already holds a run. 'torchbasics train --resume {path}' continues it; --output names another folder.");

    private static FileStream Acquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException)
            && File.Exists(path))
        {
            throw new TorchBasicsException(
                ErrorKind.Failed,
                $"{path} is held by another process that trains in this folder; wait for it, or name another folder.",
                exception);
        }
    }

    private static T Attempt<T>(string path, string advice, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(
                ErrorKind.Failed, $"{path} cannot be used as the folder of a run: {exception.Message}{advice}", exception);
        }
    }
}
