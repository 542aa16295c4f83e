using System.Net;
using TorchBasics.Cli.Serving;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Browser.Serving;

/// <summary>The server of files: what it gives, and what it must never give. None of these needs a browser.</summary>
public sealed class StaticServerTests : IAsyncDisposable
{
    private readonly ServedFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData("", "<p>start</p>", "text/html; charset=utf-8")]
    [InlineData("en/", "<p>english</p>", "text/html; charset=utf-8")]
    [InlineData("en/index.html?a=b", "<p>english</p>", "text/html; charset=utf-8")]
    [InlineData("en/a%20b.html", "<p>blank</p>", "text/html; charset=utf-8")]
    [InlineData("style.css", "p {}", "text/css; charset=utf-8")]
    [InlineData("worker.js", "plain", "text/javascript; charset=utf-8")]
    [InlineData("engine.wasm", "wasm", "application/wasm")]
    [InlineData("picture.svg", "svg", "image/svg+xml")]
    [InlineData("words.json", "{}", "application/json")]
    public async Task A_file_comes_with_its_type(string path, string text, string type)
    {
        using var answer = await _folder.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(type, answer.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("br, gzip", "brotli", "br")]
    [InlineData("gzip, deflate", "gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip", "gzip")]
    [InlineData("identity", "plain", null)]
    public async Task A_compressed_form_is_sent_to_those_who_take_it(string accepted, string text, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "worker.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var answer = await _folder.Client.SendAsync(request, Cancellation);

        Assert.Equal(text, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
    }

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/en/../../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/%252e%252e/secret.txt")]
    [InlineData("/..\\secret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc/passwd")]
    [InlineData("/index.html%00.txt")]
    [InlineData("/.hidden")]
    [InlineData("/./index.html")]
    [InlineData("/index.html/")]
    [InlineData("/en/missing.html")]
    [InlineData("secret.txt")]
    [InlineData("*")]
    [InlineData("http://127.0.0.1/index.html")]
    public async Task A_path_that_leads_elsewhere_leads_nowhere(string target) =>
        Assert.Equal("404", await _folder.StatusAsync(target));

    [Fact]
    public async Task A_link_that_leads_out_of_the_folder_leads_nowhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets few users make links.");
        File.CreateSymbolicLink(_folder.Inside("link.txt"), _folder.Outside);
        Directory.CreateSymbolicLink(_folder.Inside("out"), Path.GetDirectoryName(_folder.Outside)!);
        File.CreateSymbolicLink(_folder.Inside("style.css.br"), _folder.Outside);

        Assert.Equal("404", await _folder.StatusAsync("/link.txt"));
        Assert.Equal("404", await _folder.StatusAsync("/out/secret.txt"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "style.css");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var answer = await _folder.Client.SendAsync(request, Cancellation);
        Assert.Equal("p {}", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_folder_without_its_slash_leads_to_the_one_with_it()
    {
        using var answer = await _folder.Client.GetAsync("en", Cancellation);

        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal("/en/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("late.html", "late.html")]
    [InlineData("later/?a=b", "later/index.html")]
    public async Task A_file_that_is_still_being_written_is_waited_for(string path, string file)
    {
        var waiting = _folder.Client.GetAsync(path, Cancellation);
        using var other = await _folder.Client.GetAsync("style.css", Cancellation);
        var isEarly = waiting.IsCompleted;
        Directory.CreateDirectory(_folder.Inside("later"));
        await File.WriteAllTextAsync(_folder.Inside(file), "late", Cancellation);
        _folder.Coming.Arrive(file);
        using var answer = await waiting;
        using var again = await _folder.Client.GetAsync(path, Cancellation);

        Assert.False(isEarly);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal("late", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("late", await again.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to_though_somebody_waits_for_a_file()
    {
        var waiting = _folder.Client.GetAsync("late.html", Cancellation);
        using var other = await _folder.Client.GetAsync("style.css", Cancellation);

        await _folder.EndAsync();
        await _folder.Running.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
    }

    [Fact]
    public async Task A_missing_icon_is_no_error()
    {
        using var answer = await _folder.Client.GetAsync("favicon.ico", Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task HEAD_tells_the_length_and_sends_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "style.css");

        using var answer = await _folder.Client.SendAsync(request, Cancellation);

        Assert.Equal(4, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_copy_that_is_still_the_newest_is_not_sent_again()
    {
        using var first = await _folder.Client.GetAsync("style.css", Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "style.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await _folder.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Nothing_but_reading_is_allowed(string method) =>
        Assert.Equal("405", await _folder.StatusAsync("/index.html", method: method));

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost:1")]
    [InlineData("")]
    public async Task A_request_to_another_name_is_refused(string host) =>
        Assert.Equal("421", await _folder.StatusAsync("/index.html", host));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("[::1]")]
    public async Task The_names_of_this_machine_are_answered(string name) =>
        Assert.Equal("200", await _folder.StatusAsync("/index.html", $"{name}:{_folder.Address.Port}"));

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET / HTTP/2.0\r\n\r\n")]
    [InlineData("GET /index.html HTTP/1.1\r\nno header\r\n\r\n")]
    [InlineData("GET /index.html HTTP/1.1\r\nHost : a\r\n\r\n")]
    [InlineData("GET /index.html HTTP/1.1\r\n\r\nGET /")]
    public async Task What_is_no_request_is_refused(string request) =>
        Assert.StartsWith("HTTP/1.1 400 ", await _folder.SendAsync(request), StringComparison.Ordinal);

    [Fact]
    public async Task An_endless_head_is_refused() => Assert.StartsWith(
        "HTTP/1.1 400 ",
        await _folder.SendAsync($"GET / HTTP/1.1\r\nX: {new string('x', (16 * 1024) - 19)}"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Every_answer_guards_itself_against_other_sites()
    {
        using var answer = await _folder.Client.GetAsync("worker.js", Cancellation);

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Contains(
            "frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").First(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        var error = Assert.Throws<TorchBasicsException>(() => StaticServer.Start(".", _folder.Address.Port));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(
            $"Port {_folder.Address.Port} is in use by another program; name another one, or 0 for any that is free.",
            error.Message);
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to_though_a_browser_holds_a_connection()
    {
        using var answer = await _folder.Client.GetAsync("style.css", Cancellation);

        await _folder.EndAsync();
        await _folder.Running.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await Assert.ThrowsAsync<HttpRequestException>(() => _folder.Client.GetAsync("style.css", Cancellation));
    }
}
