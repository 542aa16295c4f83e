using System.Net.Sockets;
using System.Text;
using TorchBasics.Cli.Serving;

namespace TorchBasics.Tests.Browser.Serving;

/// <summary>A folder with a few files, beside one that nobody may see, and a server that shows the first.</summary>
internal sealed class ServedFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("torchbasics-server-");
    private readonly CancellationTokenSource _end = new();
    private readonly StaticServer _server;

    public ServedFolder()
    {
        Write("secret.txt", "secret");
        Write("site/index.html", "<p>start</p>");
        Write("site/en/index.html", "<p>english</p>");
        Write("site/en/a b.html", "<p>blank</p>");
        Write("site/style.css", "p {}");
        Write("site/worker.js", "plain");
        Write("site/worker.js.br", "brotli");
        Write("site/worker.js.gz", "gzip");
        Write("site/engine.wasm", "wasm");
        Write("site/picture.svg", "svg");
        Write("site/words.json", "{}");
        Write("site/.hidden", "hidden");
        _server = StaticServer.Start(Path.Combine(_outer.FullName, "site"), 0, Coming);
        Running = _server.RunAsync(_end.Token);
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = _server.Address };
    }

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    public Task Running { get; }

    /// <summary>Files that are not there yet.</summary>
    public ComingFiles Coming { get; } = new("late.html", "later/index.html");

    public string Outside => Path.Combine(_outer.FullName, "secret.txt");

    public string Inside(string name) => Path.Combine(_outer.FullName, "site", name);

    public Task EndAsync() => _end.CancelAsync();

    /// <summary>Sends a request as it stands, and returns all that comes until the server closes.</summary>
    public async Task<string> SendAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>The first line of the answer to a GET for a path that no client would send.</summary>
    public async Task<string> StatusAsync(string target, string? host = null, string method = "GET")
    {
        host ??= $"127.0.0.1:{Address.Port}";
        var answer = await SendAsync($"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        return answer.Split("\r\n")[0]["HTTP/1.1 ".Length..][..3];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _end.CancelAsync();
        await Running;
        _server.Dispose();
        _end.Dispose();
        _outer.Delete(recursive: true);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_outer.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
