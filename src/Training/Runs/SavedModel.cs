using TorchBasics.Core;

namespace TorchBasics.Training.Runs;

/// <summary>A trained model on disk, and what is known of the run that made it.</summary>
public sealed class SavedModel
{
    private const string FileName = "model.safetensors";

    private readonly Lazy<RunRecord?> _record;

    private SavedModel(string path, string folder)
    {
        Path = path;
        _record = new(() => RunRecordFile.Read(System.IO.Path.Combine(folder, RunRecordFile.FileName)));
    }

    /// <summary>The model file.</summary>
    public string Path { get; }

    /// <summary>The record of its run, read at the first use; null when the file does not lie in the folder of a run.</summary>
    /// <exception cref="MalformedFileException">It is damaged, or was changed since it was written.</exception>
    public RunRecord? Record => _record.Value;

    /// <summary>The record, where it is that of the run which made the weights.</summary>
    /// <param name="weights">What the file holds: every array of the network, in its order.</param>
    /// <returns>The record; null when there is none.</returns>
    /// <exception cref="TorchBasicsException">The file has the name of the finished model, but the run made other weights: kind Data.</exception>
    public RunRecord? RecordOf(IReadOnlyList<NamedArray> weights)
    {
        if (System.IO.Path.GetFileName(Path) == FileName && Record is { } record && WeightHash.Of(weights) is var found && found != record.WeightHash)
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{Path} is not the model of the run in its folder: its weights have the SHA-256 {found}, those of the run {record.WeightHash ?? "none yet, because it has not finished"}. 'torchbasics train --resume' makes the run's own model; outside the folder the file can be used.");
        }

        return Record;
    }

    /// <summary>The model in a file or in the folder of a run; no file is opened.</summary>
    /// <param name="path">A model file, a checkpoint, or the folder of a finished run.</param>
    /// <returns>The model.</returns>
    /// <exception cref="TorchBasicsException">There is nothing at the path, or the run has not finished: kind Data.</exception>
    public static SavedModel At(string path)
    {
        if (File.Exists(path))
            return new(path, FolderOf(path));
        if (!Directory.Exists(path))
            throw new TorchBasicsException(ErrorKind.Data, $"{path} does not exist; expected the folder of a run or the file of a model.");
        var file = System.IO.Path.Combine(path, FileName);
        if (File.Exists(file))
            return new(file, path);
        throw new TorchBasicsException(ErrorKind.Data, Directory.Exists(System.IO.Path.Combine(path, "checkpoints"))
            ? $"{path} has no {FileName}, because its run has not finished. 'torchbasics train --resume {path}' finishes it; its checkpoints folder holds what it has learnt so far."
            : $"{path} holds no {FileName}; expected the folder of a run, or the file of a model.");
    }

    /// <summary>The model of the run that finished last.</summary>
    /// <param name="runs">The folder that holds the folders of runs.</param>
    /// <param name="model">Only runs of this model; null for any.</param>
    /// <returns>The model, or null when there is none.</returns>
    public static SavedModel? Newest(string runs, string? model) =>
        Finished(runs).FirstOrDefault(saved => model is null || saved.Record?.Request.Model == model);

    /// <summary>The models of all runs that have finished, the newest first, each read when it is asked for.</summary>
    /// <param name="runs">The folder that holds the folders of runs; none where it does not exist.</param>
    /// <returns>The models.</returns>
    public static IEnumerable<SavedModel> Finished(string runs) => !Directory.Exists(runs) ? [] : Directory.EnumerateDirectories(runs)
            .Select(folder => System.IO.Path.Combine(folder, FileName))
            .Where(File.Exists)
            .OrderByDescending(File.GetLastWriteTimeUtc)
            .Select(file => new SavedModel(file, FolderOf(file)));

    // The folder of the run that a model file or a checkpoint lies in.
    private static string FolderOf(string file)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!;
        return System.IO.Path.GetFileName(folder) == "checkpoints" ? System.IO.Path.GetDirectoryName(folder)! : folder;
    }
}
