namespace TorchBasics.Tests.Native.Training.Data.Fetching;

public sealed class FailingMirrorTests : FetchTests
{
    [Fact]
    public async Task A_wrong_hash_leaves_nothing_behind()
    {
        await using var server = LoopbackServer.Of([.. Good.Reverse()]);

        var error = await RefusedAsync(server.Address);

        Assert.Contains(
            $"{server.Address}: sent {Good.Length:N0} bytes that are not the published file (their SHA-256 differs).",
            error.Message);
        Assert.Empty(Folder.Names);
    }

    [Fact]
    public async Task A_page_of_html_instead_of_the_file_leads_to_the_next_mirror()
    {
        await using var login = LoopbackServer.Of("<html>Please log in</html>"u8.ToArray());
        await using var good = LoopbackServer.Of(Good);

        var files = await FetchAsync(login.Address, good.Address);

        Assert.Equal(new Uri(good.Address), files[0].Mirror);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_404_leads_to_the_next_mirror()
    {
        await using var absent = LoopbackServer.Failing("404 Not Found");
        await using var good = LoopbackServer.Of(Good);

        var files = await FetchAsync(absent.Address, good.Address);

        Assert.Equal(new Uri(good.Address), files[0].Mirror);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task When_all_mirrors_fail_the_error_names_each_and_why()
    {
        await using var absent = LoopbackServer.Failing("404 Not Found");
        await using var broken = LoopbackServer.Failing("503 Service Unavailable");

        var error = await RefusedAsync(absent.Address, broken.Address);

        Assert.StartsWith(
            $"{Name} of the data set small could not be downloaded. {absent.Address}: HTTP 404 Not Found. {broken.Address}: "
            + "HTTP 503 Service Unavailable.",
            error.Message);
        Assert.Contains("--mirror URL", error.Message);
        Assert.Contains(Folder.Path, error.Message);
        Assert.Empty(Folder.Names);
    }

    [Fact]
    public async Task No_server_at_all_is_an_error_that_says_so()
    {
        string address;
        await using (var gone = LoopbackServer.Of(Good))
            address = gone.Address;

        var error = await RefusedAsync(address);

        Assert.Contains($"{address}: Connection refused", error.Message);
        Assert.Empty(Folder.Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")]
    public async Task A_mirror_that_stalls_is_given_up(string beginning)
    {
        StallTimeout = TimeSpan.FromSeconds(2);
        await using var stalling = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.WriteAsync(stream, beginning);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        await using var good = LoopbackServer.Of(Good);

        var files = await FetchAsync(stalling.Address, good.Address);

        Assert.Equal(new Uri(good.Address), files[0].Mirror);
        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_mirror_that_trickles_is_given_up_too()
    {
        StallTimeout = TimeSpan.FromSeconds(0.5);
        await using var trickling = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n");
            foreach (var value in Good)
            {
                await stream.WriteAsync(new[] { value }, cancellation);
                await Task.Delay(50, cancellation);
            }
        });

        var error = await RefusedAsync(trickling.Address);

        Assert.Contains("sent less than 100 bytes in 0.5 s", error.Message);
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        await using var good = LoopbackServer.Of(Good);
        await using var moved = new LoopbackServer((request, stream, _) =>
            LoopbackServer.WriteAsync(
                stream, $"HTTP/1.1 302 Found\r\nLocation: {good.Address}{request.Path[1..]}\r\nContent-Length: 0\r\n\r\n"));

        await FetchAsync(moved.Address);

        OnlyGoodFileIsThere();
    }

    [Fact]
    public async Task A_loop_of_redirects_ends()
    {
        await using var loop = new LoopbackServer((request, stream, _) =>
            LoopbackServer.WriteAsync(stream, $"HTTP/1.1 302 Found\r\nLocation: {request.Path}\r\nContent-Length: 0\r\n\r\n"));

        var error = await RefusedAsync(loop.Address);

        Assert.Contains("HTTP 302 Found: redirects too often", error.Message);
        Assert.Empty(Folder.Names);
    }

    [Fact]
    public async Task Bytes_beyond_the_declared_length_do_not_reach_the_file()
    {
        await using var server = new LoopbackServer((_, stream, _) =>
            LoopbackServer.WriteAsync(
                stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n", [.. Good, .. new byte[5000]]));

        await FetchAsync(server.Address);

        OnlyGoodFileIsThere();
    }

    [Theory]
    [InlineData("Content-Length: 99999999999")]
    [InlineData("Server: endless")] // no length: the body ends with the connection
    public async Task A_body_above_the_limit_is_cut_off(string header)
    {
        var sent = 0L;
        await using var endless = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
            var block = new byte[1 << 16];
            while (!cancellation.IsCancellationRequested)
            {
                await stream.WriteAsync(block, cancellation);
                sent += block.Length;
            }
        });

        var error = await RefusedAsync(endless.Address);

        Assert.Contains("sends more than 100,000 bytes", error.Message);
        Assert.DoesNotContain(Name, Folder.Names);
        Assert.InRange(sent, 0, 64 << 20); // what fits into the buffers of the connection
    }
}
