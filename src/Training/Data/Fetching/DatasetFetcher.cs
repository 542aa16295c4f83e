using TorchBasics.Core.Errors;
using TorchBasics.Formats;

namespace TorchBasics.Training.Data.Fetching;

/// <summary>
/// Downloads data sets. Under its final name a file is complete and has the published content or it is not there; what an
/// interrupted download left is continued the next time.
/// </summary>
public sealed class DatasetFetcher : IDisposable
{
    private const string PartSuffix = ".part";
    private const int MaximumRedirections = 5;

    private readonly FetchOptions _options;
    private readonly HttpClient _client;

    /// <summary>Prepares downloads.</summary>
    /// <param name="options">How; null for the defaults.</param>
    public DatasetFetcher(FetchOptions? options = null)
    {
        _options = options ?? new FetchOptions();
        _client = new HttpClient(new SocketsHttpHandler { MaxAutomaticRedirections = MaximumRedirections })
        {
            Timeout = Timeout.InfiniteTimeSpan
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("torchbasics");
    }

    /// <summary>Downloads the files of a set that are not there yet.</summary>
    /// <param name="set">The set.</param>
    /// <param name="progress">Hears how far a file is; null for nobody.</param>
    /// <param name="cancellation">Stops the download; it can be continued later.</param>
    /// <returns>The files, all complete.</returns>
    /// <exception cref="TorchBasicsException">
    /// No mirror delivered (the message names each and why), or a folder that the user named holds a file of the same name
    /// but other content: kind Data. The folder cannot be written or the disk is full: kind Failed. A mirror is no web
    /// address: kind Usage.
    /// </exception>
    public async Task<IReadOnlyList<FetchedFile>> FetchAsync(
        RemoteSet set, IProgress<FetchProgress>? progress = null, CancellationToken cancellation = default)
    {
        var mirrors = _options.MirrorsFor(set);
        var folder = _options.Folder ?? Path.Combine(DataLocations.Cache, set.Name);
        var fetched = new List<FetchedFile>();
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in set.Files)
                fetched.Add(await FetchAsync(set, file, Path.Combine(folder, file.Name), mirrors, progress, cancellation));
        }
        catch (Exception error) when (FileError.Covers(error))
        {
            throw new TorchBasicsException(
                ErrorKind.Failed,
                $"The folder {folder} could not take the data set {set.Name}: {FileError.Explain(error)}",
                error);
        }

        return fetched;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<FetchedFile> FetchAsync(
        RemoteSet set,
        RemoteFile file,
        string path,
        IReadOnlyList<Uri> mirrors,
        IProgress<FetchProgress>? progress,
        CancellationToken cancellation)
    {
        if (IsThere(file, path))
            return new FetchedFile(path, Mirror: null);
        var part = OpenPart(path + PartSuffix);
        try
        {
            var mirror = await ReceiveAsync(
                set, file, part, mirrors, new MirrorDownload(_client, _options, progress), cancellation);
            part.Position = 0;
            AtomicFile.Write(path, part.CopyTo);
            part.SetLength(0);
            return new FetchedFile(path, mirror);
        }
        finally
        {
            var isUseless = part.Length == 0;
            await part.DisposeAsync();
            if (isUseless)
                File.Delete(part.Name);
        }
    }

    // A file of the cache is ours to replace; one in a folder that the user named may be the user's own.
    private bool IsThere(RemoteFile file, string path)
    {
        if (!File.Exists(path))
            return false;
        using var stream = File.OpenRead(path);
        if (ContentCheck.Matches(stream, file))
            return true;
        return _options.Folder is null
            ? false
            : throw new TorchBasicsException(
                ErrorKind.Data, $"{path} exists with another content than the published one and was left alone. "
                    + "Move it away, or choose another folder.");
    }

    private static FileStream OpenPart(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static async Task<Uri?> ReceiveAsync(
        RemoteSet set,
        RemoteFile file,
        FileStream part,
        IReadOnlyList<Uri> mirrors,
        MirrorDownload download,
        CancellationToken cancellation)
    {
        if (part.Length > 0 && ContentCheck.Matches(part, file))
            return null; // complete, but the process ended before the rename
        var reasons = new List<string>();
        foreach (var mirror in mirrors)
        {
            try
            {
                await ReceiveAsync(file, part, mirror, download, cancellation);
                return mirror;
            }
            catch (MirrorException error)
            {
                reasons.Add($"{mirror}: {error.Message}.");
            }
        }

        throw new TorchBasicsException(
            ErrorKind.Data,
            $"{file.Name} of the data set {set.Name} could not be downloaded. {string.Join(" ", reasons)} "
            + "Check the connection and try again, name another mirror (--mirror URL), "
            + $"or put the files into {Path.GetDirectoryName(part.Name)} yourself.");
    }

    private static async Task ReceiveAsync(
        RemoteFile file, FileStream part, Uri mirror, MirrorDownload download, CancellationToken cancellation)
    {
        var inOnePiece = await download.ReceiveAsync(mirror, file.Name, part, cancellation);
        if (ContentCheck.Matches(part, file))
            return;
        if (!inOnePiece)
        {
            // The earlier piece may be of another file: once more from the beginning.
            part.SetLength(0);
            await download.ReceiveAsync(mirror, file.Name, part, cancellation);
            if (ContentCheck.Matches(part, file))
                return;
        }

        var length = part.Length;
        part.SetLength(0);
        throw new MirrorException($"sent {length:N0} bytes that are not the published file (their SHA-256 differs)");
    }
}
