using System.Net;
using System.Net.Sockets;
using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Serving;

/// <summary>Shows a folder to the browsers of this machine: files, read only, over HTTP/1.1 on the loopback address.</summary>
/// <remarks>
/// A server of our own, because Kestrel would need the runtime of ASP.NET on every machine, and HttpListener cannot choose a
/// free port and changes paths before anyone can look at them. A page of another site cannot ask it under a name of its own
/// (DNS rebinding): only requests to this machine's own names are answered.
/// </remarks>
internal sealed class StaticServer : IDisposable
{
    private const int Connections = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener;
    private readonly SiteFolder _folder;
    private readonly string[] _names;

    private StaticServer(TcpListener listener, SiteFolder folder)
    {
        (_listener, _folder) = (listener, folder);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Address = new($"http://127.0.0.1:{port}/");
        string[] names = ["127.0.0.1", "localhost", "[::1]"];
        _names = [.. names.Select(name => $"{name}:{port}"), .. names.Where(_ => port == 80)];
    }

    /// <summary>Where the folder is to be seen.</summary>
    public Uri Address { get; }

    /// <summary>Takes a port; from now on browsers may ask, and <see cref="RunAsync"/> answers.</summary>
    /// <param name="folder">The folder to show.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="coming">Files that are still being written; none if nothing is given.</param>
    /// <returns>The server.</returns>
    /// <exception cref="TorchBasicsException">The port cannot be had.</exception>
    public static StaticServer Start(string folder, int port, ComingFiles? coming = null)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            if (OperatingSystem.IsWindows())
                listener.ExclusiveAddressUse = true; // else another program may take the port, too
            listener.Start();
            return new(listener, new(folder, coming ?? new()));
        }
        catch (SocketException error)
        {
            listener.Dispose();
            var reason = error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "is in use by another program",
                SocketError.AccessDenied => "may not be used by this user",
                _ => $"cannot be used ({error.Message})",
            };
            throw new TorchBasicsException(
                ErrorKind.Usage, $"Port {port} {reason}; name another one, or 0 for any that is free.", error);
        }
    }

    /// <summary>Answers until it is cancelled.</summary>
    /// <param name="cancellation">Ends it, and every answer that is under way.</param>
    /// <returns>A task that ends then, without an error.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                if (running.Count >= Connections)
                    running.Remove(await Task.WhenAny(running).WaitAsync(cancellation));
                running.Add(ServeAsync(await _listener.AcceptTcpClientAsync(cancellation), cancellation));
                running.RemoveAll(task => task.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            _listener.Stop();
        }

        await Task.WhenAll(running);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(TcpClient client, CancellationToken cancellation)
    {
        using var connection = client;
        try
        {
            client.NoDelay = true;
            while (await AnswerAsync(client.GetStream(), cancellation))
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // The browser has left, or is too slow, or the server ends: nobody waits for an answer.
        }
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        HttpRequest? request;
        try
        {
            request = await HttpRequest.ReadAsync(stream, limit.Token);
        }
        catch (InvalidDataException)
        {
            await HttpResponse.Of("400 Bad Request").WriteAsync(stream, withBody: true, isLast: true, limit.Token);
            return false;
        }

        if (request is null)
            return false;
        limit.CancelAfter(Timeout.Infinite); // how long we take is not the browser's fault
        var response = await RespondAsync(request, cancellation);
        limit.CancelAfter(Patience);
        var isLast = request.IsLast || request.HasBody;
        await response.WriteAsync(stream, request.Method != "HEAD", isLast, limit.Token);
        return !isLast;
    }

    private async Task<HttpResponse> RespondAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!_names.Contains(request.Header("Host"), StringComparer.OrdinalIgnoreCase))
            return HttpResponse.Of("421 Misdirected Request");
        if (request.Method is not ("GET" or "HEAD"))
            return HttpResponse.Of("405 Method Not Allowed", ("Allow", "GET, HEAD"));
        await _folder.WaitAsync(request.Target, cancellation);
        return _folder.Find(request.Target, request.Header("Accept-Encoding"), request.Header("If-None-Match"));
    }
}
