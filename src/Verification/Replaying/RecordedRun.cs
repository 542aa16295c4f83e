using TorchBasics.Core.Errors;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Replaying;

/// <summary>
/// A run that somebody computed and wrote down, here or elsewhere. Nothing in it is believed before it is checked.
/// </summary>
public sealed class RecordedRun
{
    private readonly RecordedArrays _arrays;
    private readonly RecordingIndex _index;

    private RecordedRun(string folder, RecordingIndex index, RecordedArrays arrays, RunSpec spec) =>
        (Folder, _index, _arrays, Spec) = (folder, index, arrays, spec);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Who computed it, in its own words.</summary>
    public string Engine => _index.Engine;

    /// <summary>The format it was computed in.</summary>
    public Precision Precision => _index.Precision;

    /// <summary>The run: network, initial weights, batches, loss and optimizer.</summary>
    public RunSpec Spec { get; }

    /// <summary>
    /// The recorded steps, read one by one. What a step starts with is not in its file: it is what the step before left, so
    /// that a step that started with anything else fails the checks.
    /// </summary>
    public IEnumerable<StepRecord<Float64>> Steps => _arrays.Steps(Spec, _index.Steps);

    /// <summary>Finds the recordings of a folder: itself, or the folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Folders with an index, at least one, in the order of their names.</returns>
    /// <exception cref="TorchBasicsException">There is none: kind Data.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        if (!Directory.Exists(folder))
            throw new TorchBasicsException(
                ErrorKind.Data, $"{folder} is not a folder; expected one that 'torchbasics check --record' has written.");
        var inside = new DirectoryInfo(folder)
            .EnumerateDirectories().Where(path => path.LinkTarget is null).Select(path => Path.Combine(folder, path.Name));
        var found = inside.Order(StringComparer.Ordinal).Prepend(folder)
            .Where(path => File.Exists(Path.Combine(path, RecordingIndex.FileName))).ToList();
        return found.Count > 0
            ? found
            : throw new TorchBasicsException(ErrorKind.Data, $"{folder} holds no recording: "
                + $"there is no {RecordingIndex.FileName} in it, which is written last. Did the run end?");
    }

    /// <summary>Opens a recording and reads all of it once: every file, name, shape and hash.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The run.</returns>
    /// <exception cref="MalformedFileException">Something in it breaks the rules; see docs/recording.md.</exception>
    /// <exception cref="TorchBasicsException">A file is missing or cannot be read.</exception>
    public static RecordedRun Open(string folder)
    {
        var path = Path.Combine(folder, RecordingIndex.FileName);
        RefuseLink(path);
        var (index, architecture) = RecordingIndexFile.Read(path);
        var arrays = new RecordedArrays(folder, architecture, index);
        var weights = arrays.Weights();
        var feeds = index.Steps.Select(arrays.Feed).ToList();
        var recipe = index.Recipe.ToRecipe(feeds[0].LearningRate, feeds[0].Labels.Length);
        return new(folder, index, arrays, new RunSpec(architecture, weights, recipe, feeds));
    }

    /// <summary>
    /// Refuses a file that lies elsewhere: a recording may come from anybody, and is read in its own folder only.
    /// </summary>
    internal static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw new TorchBasicsException(
                ErrorKind.Data, $"{path} is a link; a recording holds its files itself. Put the file in its place.");
    }
}
