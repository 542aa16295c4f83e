using System.Text;

namespace TorchBasics.Cli.Serving;

/// <summary>The head of a request of HTTP/1.1, as far as a server of files needs it.</summary>
/// <param name="Method">GET, HEAD or what else came.</param>
/// <param name="Target">What was asked for, as it came: percent signs and all.</param>
/// <param name="Headers">Values by name; several of one name are joined by commas.</param>
internal sealed record HttpRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    private const int LargestHead = 16 * 1024;

    /// <summary>Whether the client wants to send no further request over the connection.</summary>
    public bool IsLast => string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a body follows, which nobody here reads.</summary>
    public bool HasBody => Header("Transfer-Encoding") is not null || Header("Content-Length") is not (null or "0");

    /// <summary>The value of a header.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>The value, or null.</returns>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Reads the next request of a connection.</summary>
    /// <param name="stream">The connection; a client that sends the next request before the answer is not waited for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The request; null where the client has left.</returns>
    /// <exception cref="InvalidDataException">It is no request.</exception>
    public static async Task<HttpRequest?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new byte[LargestHead];
        var length = 0;
        while (!head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            if (length == head.Length)
                throw new InvalidDataException("The head of the request is too long.");
            var count = await stream.ReadAsync(head.AsMemory(length), cancellation);
            if (count == 0)
                return length == 0 ? null : throw new InvalidDataException("The request ends within its head.");
            length += count;
            if (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end && end + 4 != length)
                throw new InvalidDataException("More follows the head of the request.");
        }

        return Parse(Encoding.Latin1.GetString(head, 0, length - 4).Split("\r\n"));
    }

    private static HttpRequest Parse(string[] lines)
    {
        var words = lines[0].Split(' ');
        if (words is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"])
            throw new InvalidDataException("The first line is no request.");

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(" \t"))
                throw new InvalidDataException("A line of the head is no header.");
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before}, {value}" : value;
        }

        return new(method, target, headers);
    }
}
