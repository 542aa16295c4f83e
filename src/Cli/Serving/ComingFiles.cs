namespace TorchBasics.Cli.Serving;

/// <summary>Files of a folder that are still being written: who asks for one of them waits until it is there.</summary>
/// <param name="paths">Their paths in the folder, with / between names.</param>
internal sealed class ComingFiles(params IEnumerable<string> paths)
{
    private readonly Dictionary<string, TaskCompletionSource> _files = paths.ToDictionary(
        path => path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Lets those go on who wait for a file.</summary>
    /// <param name="path">Its path.</param>
    public void Arrive(string path) => _files[path].TrySetResult();

    /// <summary>Waits for a file that is to come; any other is there already, or never will be.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task WaitAsync(string path, CancellationToken cancellation) =>
        _files.TryGetValue(path, out var file) ? file.Task.WaitAsync(cancellation) : Task.CompletedTask;
}
