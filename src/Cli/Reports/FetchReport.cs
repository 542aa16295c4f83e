using TorchBasics.Training.Data.Fetching;

namespace TorchBasics.Cli.Reports;

/// <summary>What "data fetch --json" prints.</summary>
/// <param name="Set">The data set.</param>
/// <param name="Folder">The folder that holds its files.</param>
/// <param name="Files">The files, all of them complete.</param>
internal sealed record FetchReport(string Set, string Folder, IReadOnlyList<FetchedPath> Files)
{
    public static FetchReport Of(RemoteSet set, IReadOnlyList<FetchedFile> files) => new(
        set.Name,
        Path.GetDirectoryName(files[0].Path)!,
        [.. files.Select(file => new FetchedPath(file.Path, new FileInfo(file.Path).Length, file.Mirror?.AbsoluteUri))]);
}

/// <summary>A file of a data set.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Source">The web folder that it was downloaded from; null where it was there already.</param>
internal sealed record FetchedPath(string Path, long Bytes, string? Source);
