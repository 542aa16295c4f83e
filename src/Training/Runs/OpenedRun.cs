using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Training.Checkpoints;

namespace TorchBasics.Training.Runs;

/// <summary>The folder of a run, locked, with the checkpoint to continue from.</summary>
internal sealed class OpenedRun : IDisposable
{
    private RunFolder? _folder;

    private OpenedRun(RunFolder folder, Checkpoint checkpoint, string path) =>
        (_folder, Checkpoint, Path) = (folder, checkpoint, path);

    /// <summary>The newest undamaged checkpoint.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="skipped">Called for each newer checkpoint that is damaged.</param>
    /// <param name="files">The file system; null for the real one.</param>
    /// <exception cref="TorchBasicsException">There is no run, or its files are not all of one: kind Data.</exception>
    public static OpenedRun Open(string folder, Action<TorchBasicsException> skipped, IFileOperations? files = null)
    {
        var opened = RunFolder.Open(folder, files ?? FileOperations.Instance);
        try
        {
            var found = RunOwnership.Check(opened);
            opened.SetDamagedAside(found, skipped);
            return new OpenedRun(opened, found.Newest.Checkpoint, found.Newest.Path);
        }
        catch
        {
            opened.Abandon();
            throw;
        }
    }

    /// <summary>Gives the folder away.</summary>
    public RunFolder Take()
    {
        var taken = _folder ?? throw new InvalidOperationException("The folder was given away.");
        _folder = null;
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder?.Dispose();
}
