using System.Globalization;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Training.Checkpoints;

/// <summary>
/// The checkpoints of one run: numbered files of which the newest two are kept. The older one goes only after the newer
/// one is complete on disk, so that a run always has one to return to.
/// </summary>
public sealed class CheckpointStore
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 2;

    private const string Pattern = "step-*.safetensors";

    private readonly IFileOperations _files;

    /// <summary>Opens or creates a folder of checkpoints and removes what a killed process left half-written.</summary>
    /// <param name="folder">The folder.</param>
    public CheckpointStore(string folder)
        : this(folder, FileOperations.Instance)
    {
    }

    internal CheckpointStore(string folder, IFileOperations files)
    {
        (Folder, _files) = (folder, files);
        Directory.CreateDirectory(folder);
        AtomicFile.RemoveLeftovers(folder);
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>How many there are, undamaged or not.</summary>
    public int Count => Newest().Count;

    /// <summary>Writes a checkpoint, then removes the ones that are no longer needed.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>Its file; when the call returns, the file is safe on disk.</returns>
    /// <exception cref="TorchBasicsException">It could not be written; the ones before are still there.</exception>
    public string Save(Checkpoint checkpoint)
    {
        var path = Path.Combine(Folder, NameOf(checkpoint.State.Step));
        checkpoint.Write(path, _files);
        foreach (var old in Newest().Skip(Kept))
            _files.TryDelete(old);
        return path;
    }

    /// <summary>
    /// Reads the newest checkpoint that is undamaged; newer ones that are damaged are set aside under another name.
    /// </summary>
    /// <param name="skipped">Called for each of those, with the reason.</param>
    /// <returns>The checkpoint and its file.</returns>
    /// <exception cref="TorchBasicsException">
    /// There is none, or two are of different runs; then nothing was set aside.
    /// </exception>
    public (Checkpoint Checkpoint, string Path) Latest(Action<TorchBasicsException> skipped)
    {
        var found = ReadAll();
        found.RequireOneRun(owner: null);
        found.SetDamagedAside(_files, skipped);
        return found.Newest;
    }

    /// <summary>Reads every checkpoint that can be read, and changes nothing.</summary>
    /// <exception cref="TorchBasicsException">There is none: kind Data.</exception>
    internal FoundCheckpoints ReadAll()
    {
        var (good, damaged) = (new List<(Checkpoint, string)>(), new List<(string, TorchBasicsException)>());
        foreach (var path in Newest())
        {
            try
            {
                good.Add((Read(path), path));
            }
            catch (TorchBasicsException damage) when (damage.Kind == ErrorKind.Data)
            {
                if (good.Count == 0) // an older one is of no use any more, and goes in its turn
                    damaged.Add((path, damage));
            }
        }

        return good.Count > 0 ? new(good, damaged) : throw new TorchBasicsException(
            ErrorKind.Data,
            ($"{Folder} holds no checkpoint that can be read; the run has to start again. "
                + $"{damaged.FirstOrDefault().Item2?.Message}").TrimEnd(),
            damaged.FirstOrDefault().Item2);
    }

    private static Checkpoint Read(string path)
    {
        var checkpoint = Checkpoint.Read(path);
        return checkpoint.State.Step == StepOf(path) ? checkpoint : throw new MalformedFileException(
            path, 0, $"The checkpoint is of step {checkpoint.State.Step}, for which its name should be "
                + $"{NameOf(checkpoint.State.Step)}: it was renamed or copied.");
    }

    // A folder of such a name is damage, too. What has another name is nothing of ours.
    private List<string> Newest()
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Folder, Pattern)
                .Where(path => StepOf(path) >= 0).OrderByDescending(StepOf)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Failed, $"{Folder} cannot be listed: {error.Message}", error);
        }
    }

    private static string NameOf(long step) => $"step-{step.ToString("D9", CultureInfo.InvariantCulture)}.safetensors";

    // -1 for a name that is not exactly the one of a step.
    private static long StepOf(string path)
    {
        var name = Path.GetFileName(path);
        return long.TryParse(
            Path.GetFileNameWithoutExtension(name).AsSpan("step-".Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var step)
            && name == NameOf(step) ? step : -1;
    }
}
