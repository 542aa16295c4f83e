using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>Where the file of a trained model lies, and what is known of the run that made it.</summary>
public sealed class ModelPlace
{
    private const string FileName = "model.safetensors";

    private readonly Lazy<RunRecord?> _record;

    private ModelPlace(string path, string folder)
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
    /// <param name="model">What the file holds.</param>
    /// <returns>The record; null when there is none.</returns>
    /// <exception cref="TorchBasicsException">
    /// The file has the name of the finished model, but the run made other weights: kind Data.
    /// </exception>
    public RunRecord? RecordOf(Model model)
    {
        if (System.IO.Path.GetFileName(Path) == FileName && Record is { } record && WeightHash.Of(model.Weights) is var found
            && found != record.WeightHash)
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{Path} is not the model of the run in its folder: its weights have the SHA-256 {found}, those of the run "
                + $"{record.WeightHash ?? "none yet, because it has not finished"}. "
                + "'torchbasics train --resume' makes the run's own model; outside the folder the file can be used.");
        }

        return Record;
    }

    /// <summary>A file, or the one in the folder of a run; none is opened.</summary>
    /// <param name="path">A model file, a checkpoint, or the folder of a finished run.</param>
    /// <returns>The place.</returns>
    /// <exception cref="TorchBasicsException">There is nothing at the path, or the run has not finished: kind Data.</exception>
    public static ModelPlace At(string path)
    {
        if (File.Exists(path))
            return new(path, FolderOf(path));
        if (!Directory.Exists(path))
            throw new TorchBasicsException(
                ErrorKind.Data, $"{path} does not exist; expected the folder of a run or the file of a model.");
        var file = System.IO.Path.Combine(path, FileName);
        if (File.Exists(file))
            return new(file, path);
        throw new TorchBasicsException(ErrorKind.Data, Directory.Exists(System.IO.Path.Combine(path, "checkpoints"))
            ? $"{path} has no {FileName}, because its run has not finished. 'torchbasics train --resume {path}' finishes it; "
                + "its checkpoints folder holds what it has learnt so far."
            : $"{path} holds no {FileName}; expected the folder of a run, or the file of a model.");
    }

    /// <summary>The model of the run that finished last.</summary>
    /// <param name="runs">The folder that holds the folders of runs.</param>
    /// <param name="model">Only runs of this model; null for any.</param>
    /// <returns>The place, or null when there is none.</returns>
    public static ModelPlace? Newest(string runs, string? model) =>
        Finished(runs).FirstOrDefault(place => model is null || place.Record?.Request.Model == model);

    /// <summary>The places of the models of all runs that have finished, the newest first.</summary>
    /// <param name="runs">The folder that holds the folders of runs; none where it does not exist.</param>
    /// <returns>The places.</returns>
    public static IEnumerable<ModelPlace> Finished(string runs) =>
        !Directory.Exists(runs) ? [] : Directory.EnumerateDirectories(runs)
                .Select(folder => System.IO.Path.Combine(folder, FileName))
                .Where(File.Exists)
                .OrderByDescending(File.GetLastWriteTimeUtc)
                .Select(file => new ModelPlace(file, FolderOf(file)));

    // The folder of the run that a model file or a checkpoint lies in.
    private static string FolderOf(string file)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!;
        return System.IO.Path.GetFileName(folder) == "checkpoints" ? System.IO.Path.GetDirectoryName(folder)! : folder;
    }
}
