using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TorchBasics.Tests.Native.Training.Data.Fetching;

/// <summary>A web server on the loopback interface that answers as a test tells it to, down to the single byte.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Stream, CancellationToken, Task> _answer;
    private readonly Task _loop;

    public LoopbackServer(Func<Request, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = AcceptAsync();
    }

    public ConcurrentQueue<Request> Requests { get; } = [];

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>A server that sends a file whole, or the part of it that is asked for.</summary>
    public static LoopbackServer Of(byte[] file) => new((request, stream, _) => SendAsync(stream, file, request.From));

    /// <summary>A server that answers everything with one status and no file.</summary>
    public static LoopbackServer Failing(string status) =>
        new((_, stream, _) => WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"));

    public static Task SendAsync(Stream stream, byte[] file, long from) => from == 0
        ? WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\n\r\n", file)
        : from < file.Length
            ? WriteAsync(
                stream,
                $"HTTP/1.1 206 Partial Content\r\nContent-Length: {file.Length - from}\r\nContent-Range: "
                + $"bytes {from}-{file.Length - 1}/{file.Length}\r\n\r\n",
                file[(int)from..])
            : WriteAsync(
                stream,
                $"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */{file.Length}\r\n\r\n");

    public static async Task WriteAsync(Stream stream, string head, byte[]? body = null)
    {
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(head.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)));
        await stream.WriteAsync(body ?? []);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop; // before the listener stops: to accept from a stopped one is an error of its own
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var request = await ReadRequestAsync(stream, _stop.Token);
                Requests.Enqueue(request);
                await _answer(request, stream, _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // the other side has gone, or the test is over
            }
        }
    }

    private static async Task<Request> ReadRequestAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new StringBuilder();
        var buffer = new byte[1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, cancellation);
            if (count == 0)
                throw new IOException("The request ended early.");
            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        var lines = head.ToString().Split("\r\n");
        var range = lines.FirstOrDefault(line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
        return new Request(lines[0].Split(' ')[1], range is null ? 0 : long.Parse(range.Split('=')[1].TrimEnd('-')));
    }

    internal sealed record Request(string Path, long From);
}
