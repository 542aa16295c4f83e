namespace TorchBasics.Cli.Serving;

/// <summary>A folder whose files a browser may have, and nothing outside it.</summary>
/// <param name="root">The folder.</param>
/// <param name="coming">Those of its files that are still being written.</param>
internal sealed class SiteFolder(string root, ComingFiles coming)
{
    private const string IndexPage = "index.html";
    private const string Icon = "/favicon.ico"; // which browsers ask for, and complain about where it is missing

    // A worker's own rules come with its script, while those of a page stand in the page.
    private const string ScriptPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

    private readonly string _root = Path.GetFullPath(root);

    /// <summary>Waits until a file that was asked for is there, if it is one that is still being written.</summary>
    /// <param name="target">What was asked for, as it came.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task WaitAsync(string target, CancellationToken cancellation) =>
        Segments(target) is { } segments ? coming.WaitAsync(string.Join('/', segments), cancellation) : Task.CompletedTask;

    /// <summary>Answers a request for a file.</summary>
    /// <param name="target">What was asked for, as it came.</param>
    /// <param name="accepted">The header Accept-Encoding.</param>
    /// <param name="known">The header If-None-Match.</param>
    /// <returns>The answer.</returns>
    public HttpResponse Find(string target, string? accepted, string? known)
    {
        if (Segments(target) is not { } segments || Locate(segments) is not { } found)
            return HttpResponse.Of(target == Icon ? "204 No Content" : "404 Not Found");
        if (found is DirectoryInfo)
            return HttpResponse.Of("301 Moved Permanently", ("Location", $"{target.Split('?')[0]}/"));

        var (file, encoding) = Compressed((FileInfo)found, accepted);
        var tag = $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}-{encoding}\"";
        var headers = new List<(string Name, string Value)> { ("ETag", tag), ("Vary", "Accept-Encoding") };
        if (known == tag)
            return new("304 Not Modified", headers);

        headers.Add(("Content-Type", ContentTypes.Of(found.Extension)));
        if (encoding.Length > 0)
            headers.Add(("Content-Encoding", encoding));
        if (found.Extension == ".js")
            headers.Add(("Content-Security-Policy", ScriptPolicy));
        return new("200 OK", headers, file);
    }

    // The names of a path, none of which can lead anywhere but into the folder of its name; null where one could.
    private static string[]? Segments(string target)
    {
        var path = target.Split('?')[0];
        if (!path.StartsWith('/'))
            return null;
        path = Uri.UnescapeDataString(path);
        if (path.EndsWith('/'))
            path += IndexPage;
        var segments = path[1..].Split('/');
        return segments.All(IsPlain) ? segments : null;
    }

    // Windows knows further separators, and ignores points and spaces at the end.
    private static bool IsPlain(string segment) =>
        segment.Length > 0 && segment[0] != '.' && segment[^1] is not ('.' or ' ') && !segment.Any(IsSpecial);

    private static bool IsSpecial(char c) => c is '\\' or ':' or '%' || char.IsControl(c);

    // Link by link, so that no link leads out; files are called as the disk calls them also where it takes other case, too.
    private FileSystemInfo? Locate(string[] segments)
    {
        var folder = new DirectoryInfo(_root);
        for (var i = 0; i < segments.Length; i++)
        {
            var path = Path.Combine(folder.FullName, segments[i]);
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (!entry.Exists || entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.Device))
                return null;
            if (i == segments.Length - 1)
                return entry;
            if (entry is not DirectoryInfo next)
                return null;
            folder = next;
        }

        return null;
    }

    private static (FileInfo File, string Encoding) Compressed(FileInfo file, string? accepted)
    {
        foreach (var (encoding, extension) in new[] { ("br", ".br"), ("gzip", ".gz") })
        {
            var compressed = new FileInfo(file.FullName + extension);
            if (Accepts(accepted, encoding) && compressed.Exists && compressed.LinkTarget is null)
                return (compressed, encoding);
        }

        return (file, "");
    }

    private static bool Accepts(string? accepted, string encoding) =>
        accepted is not null && accepted.Split(',').Select(choice => choice.Split(';')).Any(choice =>
            choice[0].Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase)
            && !(choice is [_, var weight, ..] && weight.Replace(" ", "", StringComparison.Ordinal).Trim('0', '.') == "q="));
}
