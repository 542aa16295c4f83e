using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Cli.Commands;

/// <summary>
/// A file that a command is going to write: folders that are missing are made, and removed again if the file does not come.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly List<string> _made = []; // the innermost first

    private OutputFile(string path)
    {
        try
        {
            for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null
                && !Path.Exists(folder); folder = Path.GetDirectoryName(folder))
                _made.Add(folder);
            if (_made.Count > 0)
                Directory.CreateDirectory(_made[0]);
            AtomicFile.Check(path);
        }
        catch (Exception error)
        {
            Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new TorchBasicsException(ErrorKind.Failed, $"{path} could not be written: its folder cannot be made. "
                    + $"{error.Message.TrimEnd('.')}. Choose another place.", error);
            throw;
        }
    }

    /// <summary>Makes sure that a file can be written, before the work is done.</summary>
    /// <param name="path">The file.</param>
    /// <returns>To be disposed when the work is done, whether the file has come or not.</returns>
    /// <exception cref="TorchBasicsException">It cannot be written: kind Failed.</exception>
    public static OutputFile Prepare(string path) => new(path);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var folder in _made.TakeWhile(
            folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
            Directory.Delete(folder);
    }
}
