using System.Globalization;
using System.Text;

namespace TorchBasics.Cli.Serving;

/// <summary>An answer: a status, headers and, mostly, a file.</summary>
/// <param name="Status">Code and words, such as "200 OK".</param>
/// <param name="Headers">What this answer says beside the headers that all have.</param>
/// <param name="File">The file that is the body; null for the status as text.</param>
internal sealed record HttpResponse(string Status, IReadOnlyList<(string Name, string Value)> Headers, FileInfo? File = null)
{
    // No other site may show our pages or read them; a browser asks each time whether its copy is still the newest.
    private static readonly (string Name, string Value)[] Always =
    [
        ("Cache-Control", "no-cache"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ];

    /// <summary>An answer without a file.</summary>
    /// <param name="status">Code and words.</param>
    /// <param name="headers">What it says beside.</param>
    /// <returns>The answer.</returns>
    public static HttpResponse Of(string status, params (string Name, string Value)[] headers) =>
        new(status, [("Content-Type", "text/plain; charset=utf-8"), .. headers]);

    /// <summary>Writes the answer.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="withBody">False for HEAD.</param>
    /// <param name="isLast">Whether the connection ends here.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <returns>A task that ends when all is written.</returns>
    public async Task WriteAsync(Stream stream, bool withBody, bool isLast, CancellationToken cancellation)
    {
        var hasBody = Status[..3] is not ("204" or "304");
        var text = Encoding.UTF8.GetBytes(hasBody ? $"{Status}\n" : "");
        await using var file = File is null ? null : OpenRead(File);
        await stream.WriteAsync(Head(file?.Length ?? text.Length, hasBody, isLast), cancellation);
        if (!withBody)
            return;
        if (file is null)
            await stream.WriteAsync(text, cancellation);
        else
            await file.CopyToAsync(stream, cancellation);
    }

    private static FileStream OpenRead(FileInfo file) =>
        new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true);

    private byte[] Head(long length, bool hasBody, bool isLast)
    {
        var text = new StringBuilder($"HTTP/1.1 {Status}\r\n");
        foreach (var (name, value) in Always.Concat(Headers))
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (hasBody)
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        if (isLast)
            text.Append("Connection: close\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }
}
