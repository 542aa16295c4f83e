using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Published;

namespace TorchBasics.Cli.Commands;

/// <summary>Where "reproduce" keeps results, and the seeds of what is not finished.</summary>
/// <param name="folder">The folder; null to keep nothing.</param>
/// <param name="isResumed">Whether what lies there is gone on with.</param>
internal sealed class ReproductionFolder(string? folder, bool isResumed)
{
    /// <summary>The file of a row's result; null where nothing is kept.</summary>
    /// <param name="row">The row.</param>
    public string? PathOf(PublishedRow row) => folder is null ? null : Path.Combine(folder, $"{row.Name}.json");

    /// <summary>The seeds of a row that an interrupted run has left; null where there are none.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="TorchBasicsException">
    /// There are some, and they are not to be gone on with: kind Usage. The file cannot be read: kind Data.
    /// </exception>
    public RowProgress? Begun(PublishedRow row)
    {
        if (PathOf(row) is not { } path || !File.Exists(SeedsOf(path)))
            return null;
        return isResumed
            ? ReproductionFile.ReadProgress(SeedsOf(path))
            : throw new TorchBasicsException(
                ErrorKind.Usage,
                $"{SeedsOf(path)} holds the seeds of a run that was interrupted. Add --resume to go on with them, or delete it.");
    }

    /// <summary>The result of a row that an earlier run has left; null where there is none, or all is to be run.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="TorchBasicsException">The file cannot be read: kind Data.</exception>
    public RowResult? Finished(PublishedRow row) => isResumed && PathOf(row) is { } path && File.Exists(path)
        ? ReproductionFile.ReadResult(path)
        : null;

    /// <summary>Keeps what is done of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="progress">Its seeds so far.</param>
    public void Keep(PublishedRow row, RowProgress progress)
    {
        if (PathOf(row) is { } path)
            AtomicFile.Write(SeedsOf(path), ReproductionFile.Text(progress));
    }

    /// <summary>Keeps the result of a row in place of its seeds.</summary>
    /// <param name="row">The row.</param>
    /// <param name="result">The result.</param>
    public void Keep(PublishedRow row, RowResult result)
    {
        if (PathOf(row) is not { } path)
            return;
        AtomicFile.Write(path, ReproductionFile.Text(result));
        File.Delete(SeedsOf(path));
    }

    private static string SeedsOf(string path) => Path.ChangeExtension(path, ".seeds.json");
}
